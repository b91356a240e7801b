import { z } from 'zod';
import type { Direction } from '../core/metric.ts';
import { collector, type Identity, measurement } from './collector.ts';
import type { Format, Input } from './format.ts';
import { Bench, METRIC } from './github-action-benchmark.ts';
import type { ImportedMeasurement } from './imported.ts';
import { parseJson, validated } from './json.ts';
import { type Measured, measured } from './measured.ts';
import { numbered } from './numbered.ts';
import { summaryOf } from './summary.ts';

const Point = z.object({
  commit: z.object({ id: z.string().min(1) }),
  /** Milliseconds since 1970, when it was measured. */
  date: z.number().min(0).max(8.64e15),
  tool: z.string(),
  benches: z.array(Bench),
});

const History = z.object({ entries: z.record(z.string(), z.array(Point)) });

/**
 * The whole history that github-action-benchmark keeps in `data.js`: each point with its commit and time. The
 * name of the action's benchmark becomes the case `suite`. The tool of a point says which way is better, and
 * whether its one value is a mean or a median of samples that were not kept. Two results of one name in a point
 * are samples of one benchmark, or, where they are means, two benchmarks of which the second has `nth`.
 */
export const githubActionHistory: Format = {
  name: 'github-action-benchmark',
  title: 'github-action-benchmark, the history in data.js',
  recognises: ({ text }) => START.test(text),
  async read(input) {
    const { entries } = validated(History, await history(input), input);
    return Object.entries(entries).flatMap(([suite, points]) =>
      points.flatMap((point) => ofPoint(suite, point)),
    );
  },
};

function ofPoint(suite: string, point: z.output<typeof Point>): ImportedMeasurement[] {
  const samples = collector();
  const summaries: ImportedMeasurement[] = [];
  const statistic = statisticOf(point.tool);
  for (const bench of point.benches) {
    const quantity = measured(bench.value, bench.unit ?? '');
    const of = identity(suite, point, bench, quantity);
    if (statistic === null) samples.add(of, quantity.value);
    else {
      const summary = summaryOf({ n: samplesOf(bench.extra), [statistic]: quantity.value });
      summaries.push(measurement(of, { summary }));
    }
  }
  return [...samples.measurements(), ...numbered(summaries)];
}

const START = /^\s*window\.BENCHMARK_DATA\s*=\s*\{/;

async function history(input: Input): Promise<unknown> {
  const text = await input.text();
  const start = START.exec(text);
  if (!start) throw input.error('does not begin with window.BENCHMARK_DATA = {');
  try {
    return parseJson(text.slice(start[0].length - 1).replace(/;\s*$/, ''));
  } catch (cause) {
    throw input.error(`not complete JSON: ${(cause as Error).message}`);
  }
}

function identity(
  suite: string,
  { commit, date, tool }: z.output<typeof Point>,
  { name }: z.output<typeof Bench>,
  { unit, kind }: Measured,
): Identity {
  // What the tools measure is the time of the benchmark; what a custom one's time is, only its author knows.
  const metric = kind === 'time' && !tool.startsWith('custom') ? 'wall' : METRIC[kind];
  const at = new Date(date).toISOString();
  const direction = directionOf(tool, kind);
  return { benchmark: name, case: { suite }, metric, unit, direction, commit: commit.id, at };
}

function directionOf(tool: string, kind: Measured['kind']): Direction | null {
  if (tool === 'customSmallerIsBetter') return 'lower';
  if (tool === 'customBiggerIsBetter') return 'higher';
  if (kind === 'time' || kind === 'size') return 'lower';
  if (kind === 'rate' || kind === 'transfer') return 'higher';
  // B/op and allocs/op of Go are costs; its custom units are anything.
  return kind === 'count' ? 'lower' : null;
}

/** What the action takes from each tool's output; `null` where it is one observed value. */
function statisticOf(tool: string): 'mean' | 'median' | null {
  switch (tool) {
    case 'cargo':
      return 'median';
    case 'benchmarkjs':
    case 'pytest':
    case 'catch2':
    case 'jmh':
    case 'benchmarkdotnet':
    case 'benchmarkluau':
      return 'mean';
    default:
      return null;
  }
}

/** `91 samples`, `rounds: 40161` */
function samplesOf(extra: string | null | undefined): number | null {
  const match = /^(\d+) samples$|^rounds: (\d+)$/m.exec(extra ?? '');
  return match ? Number(match[1] ?? match[2]) : null;
}
