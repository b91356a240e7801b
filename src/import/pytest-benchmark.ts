import { z } from 'zod';
import type { Case } from '../core/case.ts';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';
import { utc } from './time.ts';

const StatsSchema = z.object({
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  stddev: z.number().nullable(),
  rounds: z.number(),
  median: z.number(),
  q1: z.number(),
  q3: z.number(),
  /** Seconds of each round, by iteration; left out by --benchmark-save without --benchmark-save-data. */
  data: z.array(z.number()).min(1).optional(),
});

const FileSchema = z.object({
  datetime: z.string().optional(),
  commit_info: z
    .object({ id: z.string().nullish(), dirty: z.boolean().nullish() })
    .catchall(z.unknown())
    .nullish(),
  benchmarks: z.array(
    z.object({
      fullname: z.string().min(1),
      params: z.record(z.string(), z.unknown()).nullish(),
      stats: StatsSchema,
    }),
  ),
});

/**
 * Times in seconds, whatever unit the table on screen had; the `ops` beside them is their reciprocal and no
 * measurement of its own. Parameters become the case.
 */
export const pytestBenchmark: Format = {
  name: 'pytest-benchmark',
  title: 'pytest-benchmark --benchmark-json, --benchmark-save',
  recognises: ({ keys }) => keys.has('benchmarks[].fullname'),
  async read(input, warn) {
    const file = validated(FileSchema, await input.json(), input);
    const { id, dirty } = file.commit_info ?? {};
    if (dirty) warn(`measured with changes on top of ${id}, so it is of no commit`);
    const commit = dirty || !/^[0-9a-f]{7,64}$/.test(id ?? '') ? null : id!;
    const at = file.datetime === undefined ? null : utc(`${file.datetime.replace(/(Z|\+00:00)?$/, 'Z')}`);
    return file.benchmarks.map(({ fullname, params, stats }) => {
      const { data, min, max, mean, median, stddev, rounds, q1, q3 } = stats;
      const summary = summaryOf({
        ...{ n: rounds, min, max, mean, median, sd: stddev, quantiles: { '0.25': q1, '0.75': q3 } },
      });
      const benchmark = params ? withoutParameters(fullname) : fullname;
      const of = { benchmark, case: caseOf(params ?? {}), commit, at } as const;
      const wall = { ...of, metric: 'wall', unit: 's', direction: 'lower' } as const;
      return measurement(wall, data ? { samples: data } : { summary });
    });
  },
};

/** `test_words.py::test_repeat[10]`; a parameter may hold brackets itself. */
function withoutParameters(name: string): string {
  const start = name.indexOf('[', name.lastIndexOf('::'));
  return name.endsWith(']') && start > 0 ? name.slice(0, start) : name;
}

/** Parameters may be anything in Python; what is no plain value keeps its JSON text. */
function caseOf(params: Readonly<Record<string, unknown>>): Case {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return [name, plain ? value : JSON.stringify(value)];
    }),
  );
}
