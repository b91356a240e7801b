import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';

/** Times in milliseconds. */
const BenchmarkSchema = z.object({
  name: z.string().min(1),
  /** Empty without `benchmark.includeSamples`. */
  samples: z.array(z.number()).optional(),
  sampleCount: z.number().optional(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  sd: z.number(),
  /** Since 2.0. */
  median: z.number().optional(),
  p75: z.number(),
  p99: z.number(),
  p995: z.number(),
  p999: z.number(),
});

/** A benchmark that failed has its name and no figures. */
const FailedSchema = z.strictObject({
  id: z.string(),
  name: z.string().min(1),
  rank: z.number().optional(),
  rme: z.number().optional(),
  samples: z.array(z.never()).optional(),
});

const FileSchema = z.object({
  files: z.array(
    z.object({
      groups: z.array(
        z.object({
          fullName: z.string().min(1),
          benchmarks: z.array(z.union([BenchmarkSchema, FailedSchema])),
        }),
      ),
    }),
  ),
});

type Benchmark = z.output<typeof BenchmarkSchema>;

/** The name of a benchmark is that of its file, its groups and itself; the rate beside the times is derived. */
export const vitest: Format = {
  name: 'vitest',
  title: 'vitest bench --outputJson',
  recognises: ({ keys }) => keys.has('files[].groups[].benchmarks') && keys.has('files[].filepath'),
  async read(input, warn) {
    const groups = validated(FileSchema, await input.json(), input).files.flatMap((file) => file.groups);
    return groups.flatMap(({ fullName, benchmarks }) =>
      benchmarks.flatMap((found) => {
        const benchmark = `${fullName} > ${found.name}`;
        if ('mean' in found) {
          return measurement({ benchmark, metric: 'wall', unit: 's', direction: 'lower' }, figuresOf(found));
        }
        warn(`${benchmark} has no result`);
        return [];
      }),
    );
  },
};

function figuresOf(found: Benchmark) {
  const { samples, sampleCount, min, max, mean, sd, median, p75, p99, p995, p999 } = found;
  if (samples && samples.length > 0) return { samples: samples.map(s) };
  const quantiles = { '0.75': s(p75), '0.99': s(p99), '0.995': s(p995), '0.999': s(p999) };
  const spread = { min: s(min), max: s(max), mean: s(mean), sd: s(sd), quantiles };
  const n = sampleCount ?? null;
  return { summary: summaryOf({ n, ...spread, median: median === undefined ? null : s(median) }) };
}

function s(ms: number): number {
  return ms / 1e3;
}
