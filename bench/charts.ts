import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DistributionData, GraphStamp } from '../src/chart/graph.ts';
import { renderGraph, renderSvg } from '../src/chart/render.ts';
import { normal, seededRandom } from '../src/core/random.ts';
import { formatValue } from '../src/core/unit.ts';
import { median } from '../src/stats/descriptive.ts';
import { medianInterval } from '../src/stats/median-interval.ts';
import type { BenchResult } from './result.ts';

/** Pairs of processes, ours and the peer's in turn; eight are the fewest with an interval at 99 %. */
const BLOCKS = 12;
/** Pictures drawn in a process that has drawn before. */
const WARM = 30;

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const STAMP: GraphStamp = {
  figure: 'bench.distribution',
  runs: ['bench'],
  commits: [],
  dirty: false,
  measuredAt: '2026-01-01T00:00:00Z',
  environments: ['bench'],
  samples: 80,
};

/**
 * A distribution of two sides of 40 samples: a process that draws it as SVG and PNG, against a headless
 * Chromium that takes the PNG of the finished SVG, which is how a PNG is made without a renderer of one's own.
 */
export async function benchCharts(): Promise<BenchResult> {
  const data = picture();
  await using folder = await scratch();
  const svgFile = join(folder.path, 'graph.svg');
  await writeFile(svgFile, await renderSvg(data, STAMP));
  const draw = (): number => run(process.execPath, ['--input-type=module', '--eval', drawing(data)]);
  const shoot = (): number => run(CHROMIUM, screenshot(svgFile, folder.path));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let block = -1; block < BLOCKS; block++) {
    // Who goes first changes from block to block, so that neither always finds the other's traces.
    const pair = block % 2 === 0 ? { ours: draw(), theirs: shoot() } : { theirs: shoot(), ours: draw() };
    // The block before the first only warms the caches.
    if (block < 0) continue;
    ours.push(pair.ours);
    theirs.push(pair.theirs);
  }
  const ratios = ours.map((time, i) => time / theirs[i]!);
  const both = await warm(async () => void (await renderGraph(data, STAMP)));
  const svg = await warm(async () => void (await renderSvg(data, STAMP)));
  return {
    name: 'Drawing a graph',
    peer: 'headless Chromium, screenshot of the same SVG',
    rows: [
      { label: 'a process that draws SVG and PNG', value: formatValue(median(ours), 's') },
      { label: 'Chromium, PNG of the finished SVG', value: formatValue(median(theirs), 's') },
      { label: 'each further SVG and PNG', value: formatValue(both, 's') },
      { label: 'each further SVG alone', value: formatValue(svg, 's') },
    ],
    ratio: { estimate: median(ratios), interval: [...medianInterval(ratios, 0.99)!], bound: 1 },
    note: `Medians of ${BLOCKS} pairs of processes, the interval at 99 %; then of ${WARM} pictures in one process.`,
  };
}

/** Median seconds. */
async function warm(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < WARM; i++) {
    const start = process.hrtime.bigint();
    await work();
    times.push(secondsSince(start));
  }
  return median(times);
}

/** Seconds from the start of a process to its exit. */
function run(command: string, args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} failed: ${error ?? stderr}`);
  return secondsSince(start);
}

function secondsSince(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function drawing(data: DistributionData): string {
  return `
    import { renderGraph } from ${JSON.stringify(import.meta.resolve('../src/chart/render.ts'))};
    await renderGraph(${JSON.stringify(data)}, ${JSON.stringify(STAMP)});`;
}

function screenshot(svgFile: string, folder: string): string[] {
  return [
    '--headless',
    '--no-sandbox',
    '--hide-scrollbars',
    '--window-size=1200,900',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--screenshot=${join(folder, 'graph.png')}`,
    `file://${svgFile}`,
  ];
}

async function scratch(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

function picture(): DistributionData {
  const random = seededRandom(1);
  const side = (label: string, centre: number): DistributionData['sides'][number] => {
    const samples = Array.from({ length: 40 }, () => centre * Math.exp(0.03 * normal(random)));
    return { label, samples, median: median(samples), interval: medianInterval(samples, 0.95) };
  };
  return {
    kind: 'distribution',
    benchmark: 'parse',
    case: { size: 'large' },
    metric: 'wall',
    unit: 's',
    direction: 'lower',
    sides: [side('baseline', 0.1), side('candidate', 0.12)],
    unavailable: null,
  };
}
