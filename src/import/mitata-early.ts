import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';

const FileSchema = z.object({
  benchmarks: z.array(
    z.object({
      name: z.string().min(1),
      group: z.string().nullish(),
      /** Absent where the benchmark failed. */
      stats: z
        .object({
          /** Nanoseconds an iteration; one that is a batch is divided already. */
          samples: z.array(z.number()).min(1),
        })
        .nullish(),
    }),
  ),
});

/** The JSON of mitata 0.1, always with its samples, of which the order in which they were taken is lost. */
export const mitataEarly: Format = {
  name: 'mitata',
  title: 'mitata 0.1, json',
  recognises: ({ keys }) =>
    ['name', 'group', 'warmup', 'baseline', 'async'].every((key) => keys.has(`benchmarks[].${key}`)),
  async read(input, warn) {
    const { benchmarks } = validated(FileSchema, await input.json(), input);
    return benchmarks.flatMap(({ name, group, stats }) => {
      const benchmark = group ? `${group} > ${name}` : name;
      if (!stats) {
        warn(`${benchmark} has no result`);
        return [];
      }
      const of = { benchmark, metric: 'wall', unit: 's', direction: 'lower' } as const;
      return [measurement(of, { samples: stats.samples.map((ns) => ns / 1e9) })];
    });
  },
};
