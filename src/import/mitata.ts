import { z } from 'zod';
import { type Identity, measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';
import { utcOfMs } from './time.ts';

/** Times in nanoseconds an iteration. */
const StatsSchema = z.object({
  samples: z.array(z.number()).nullish(),
  min: z.number(),
  max: z.number(),
  avg: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p99: z.number(),
  p999: z.number(),
  /** Bytes allocated an iteration, where the runtime tells. */
  heap: z.object({ min: z.number(), max: z.number(), avg: z.number() }).nullish(),
});

const RunSchema = z.object({
  name: z.string().min(1),
  args: z.record(z.string(), z.unknown()).default({}),
  stats: StatsSchema.nullish(),
});

const FileSchema = z.object({
  context: z.object({ now: z.number().optional() }),
  benchmarks: z.array(z.object({ alias: z.string().min(1), runs: z.array(RunSchema) })),
});

/** Arguments become the case. mitata keeps its samples ascending: the order in which they were taken is lost. */
export const mitata: Format = {
  name: 'mitata',
  title: 'mitata, format json',
  recognises: ({ keys }) => keys.has('benchmarks[].runs') && keys.has('benchmarks[].alias'),
  async read(input, warn) {
    const { context, benchmarks } = validated(FileSchema, await input.json(), input);
    const at = context.now === undefined ? null : utcOfMs(context.now);
    return benchmarks.flatMap(({ alias, runs }) =>
      runs.flatMap((run) => {
        if (!run.stats) {
          warn(`${run.name} has no result`);
          return [];
        }
        const of = { benchmark: alias, case: caseOf(run.args), direction: 'lower', at } as const;
        return measurementsOf(of, run.stats);
      }),
    );
  },
};

function measurementsOf(
  of: Omit<Identity, 'metric' | 'unit'>,
  stats: z.output<typeof StatsSchema>,
): ImportedMeasurement[] {
  const s = (ns: number): number => ns / 1e9;
  const { samples, min, max, avg, p25, p50, p75, p99, p999, heap } = stats;
  const quantiles = { '0.25': s(p25), '0.75': s(p75), '0.99': s(p99), '0.999': s(p999) };
  const summary = summaryOf({ min: s(min), max: s(max), mean: s(avg), median: s(p50), quantiles });
  const kept = samples && samples.length > 0 ? { samples: samples.map(s) } : { summary };
  const wall = measurement({ ...of, metric: 'wall', unit: 's' }, kept);
  if (!heap) return [wall];
  const bytes = summaryOf({ min: heap.min, max: heap.max, mean: heap.avg });
  return [wall, measurement({ ...of, metric: 'allocated', unit: 'By' }, { summary: bytes })];
}

function caseOf(args: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return [name, plain ? value : JSON.stringify(value)];
    }),
  );
}
