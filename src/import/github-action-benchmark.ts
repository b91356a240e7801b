import { z } from 'zod';
import { collector } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';
import { measured } from './measured.ts';

/** One result as github-action-benchmark keeps it. */
export const Bench = z.object({
  name: z.string().min(1),
  /** Some scripts write the number as text, which the action passes on. */
  value: z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i)
      .transform(Number),
  ]),
  unit: z.string().nullish(),
  extra: z.string().nullish(),
});

/**
 * The custom JSON of github-action-benchmark: a list of names, values and units. Whether smaller or bigger is
 * better stands in the workflow and not in the file, so the direction is asked for. The metric is named by
 * what its unit measures.
 */
export const githubActionBenchmark: Format = {
  name: 'github-action-benchmark',
  title: 'github-action-benchmark, customSmallerIsBetter and customBiggerIsBetter',
  recognises: ({ keys }) => ['name', 'unit', 'value'].every((key) => keys.has(`[].${key}`)),
  async read(input) {
    const found = collector();
    for (const { name, value, unit } of validated(z.array(Bench).min(1), await input.json(), input)) {
      const quantity = measured(value, unit ?? '');
      const of = { benchmark: name, metric: METRIC[quantity.kind], unit: quantity.unit, direction: null };
      found.add(of, quantity.value);
    }
    return found.measurements();
  },
};

/** By what the unit measures: several kinds under one name are several metrics. */
export const METRIC = {
  time: 'time',
  size: 'size',
  count: 'count',
  rate: 'throughput',
  transfer: 'bandwidth',
  share: 'share',
  other: 'value',
} as const;
