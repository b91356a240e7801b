import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE } from '../scripts/command.ts';
import type { DistributionData, GraphData, GraphStamp, HistoryData } from '../src/chart/graph.ts';
import { normal, type Random, seededRandom } from '../src/core/random.ts';
import { formatValue } from '../src/core/unit.ts';
import { median, quantile } from '../src/stats/descriptive.ts';
import { medianInterval } from '../src/stats/median-interval.ts';
import { type BenchContext, type Outcome, repetitions } from './outcome.ts';
import { environmentWith, startRuler } from './ruler.ts';
import { scratch } from './scratch.ts';

/** Five PNGs of 1200 × 900 pixels at 300 DPI within 12 s. */
const LIMIT_S = 12;
const [WIDTH, HEIGHT, PIXELS_PER_METRE] = [1200, 900, 11811];
const PROCESSES = 10;

/** Five pictures of all kinds, from the start of a process to the last PNG on disk. */
export async function benchPictures(context: BenchContext): Promise<Outcome> {
  await using folder = await scratch();
  await using ruler = await startRuler();
  const graphs = fiveGraphs();
  const script = join(folder.path, 'draw.mjs');
  await writeFile(script, drawing(graphs, folder.path));
  const command = { argv: [...NODE, script], cwd: folder.path, env: environmentWith() };
  const times: number[] = [];
  for (let i = 0; i < repetitions(PROCESSES, context); i++) {
    context.progress(`process ${i + 1} of ${repetitions(PROCESSES, context)}`);
    times.push(await ruler.time(command, 1, context.signal));
  }
  for (const i of graphs.keys()) await checkPicture(join(folder.path, `${i}.png`));
  const longest = Math.max(...times);
  return {
    name: 'Five PNGs',
    peer: 'none',
    rows: [
      { label: 'a process that draws five, median', value: formatValue(median(times), 's') },
      { label: 'the longest', value: formatValue(longest, 's') },
    ],
    ratio: null,
    limits: [
      {
        label: 'the longest',
        value: formatValue(longest, 's'),
        bound: `≤ ${formatValue(LIMIT_S, 's')}`,
        met: longest <= LIMIT_S,
      },
    ],
    note: `${times.length} processes; each picture was seen to be ${WIDTH} × ${HEIGHT} pixels at 300 DPI.`,
  };
}

function drawing(graphs: readonly GraphData[], folder: string): string {
  return `
    import { writeFileSync } from 'node:fs';
    import { renderGraph } from ${JSON.stringify(import.meta.resolve('../src/chart/render.ts'))};
    for (const [i, data] of ${JSON.stringify(graphs)}.entries()) {
      const { png } = await renderGraph(data, ${JSON.stringify(STAMP)});
      writeFileSync(${JSON.stringify(`${folder}/`)} + i + '.png', png);
    }`;
}

const STAMP: GraphStamp = {
  figure: 'bench.picture',
  runs: ['bench'],
  commits: [],
  dirty: false,
  measuredAt: '2026-01-01T00:00:00Z',
  environments: ['bench'],
  samples: 80,
};

const METRIC = { benchmark: 'parse', case: {}, metric: 'wall', unit: 's', direction: 'lower' } as const;

function fiveGraphs(): GraphData[] {
  const random = seededRandom(1);
  return [
    distribution(random, 40),
    distribution(random, 400),
    forest(),
    history(random, 20),
    history(random, 100),
  ];
}

function noisy(random: Random, count: number, centre: number): number[] {
  return Array.from({ length: count }, () => centre * Math.exp(0.03 * normal(random)));
}

function distribution(random: Random, count: number): DistributionData {
  const side = (label: string, centre: number): DistributionData['sides'][number] => {
    const samples = noisy(random, count, centre);
    return { label, samples, median: median(samples), interval: medianInterval(samples, 0.95) };
  };
  const sides = [side('baseline', 0.1), side('candidate', 0.12)];
  return { kind: 'distribution', ...METRIC, sides, unavailable: null };
}

function forest(): GraphData {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    ...{ benchmark: `benchmark ${i}`, case: {}, metric: 'wall', direction: 'lower' as const },
    ratio: 1 + (i - 6) / 100,
    interval: [0.99 + (i - 6) / 100, 1.01 + (i - 6) / 100] as const,
    tolerance: 0.02,
    verdict: 'unchanged' as const,
  }));
  return { kind: 'forest', baseline: 'main', candidate: 'worktree', confidence: 0.99, rows };
}

function history(random: Random, runs: number): HistoryData {
  const points = Array.from({ length: runs }, (_, i) => {
    const samples = noisy(random, 30, 0.1);
    return {
      ...{
        run: `run-${i}`,
        commit: (i + 1).toString(16).padStart(10, '0'),
        dirty: false,
        environment: 'bench',
      },
      measuredAt: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
      n: samples.length,
      median: median(samples),
      quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)] as const,
    };
  });
  return { kind: 'history', ...METRIC, points };
}

/** Size from IHDR, resolution from pHYs (PNG specification, 11.2.2 and 11.3.5.3). */
async function checkPicture(path: string): Promise<void> {
  const png = await readFile(path);
  const physical = png.indexOf('pHYs') + 4;
  const found = [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt32BE(physical)];
  if (found.join() !== [WIDTH, HEIGHT, PIXELS_PER_METRE].join() || png[physical + 8] !== 1) {
    throw new Error(`${path} is ${found[0]} × ${found[1]} pixels at ${found[2]} a metre`);
  }
}
