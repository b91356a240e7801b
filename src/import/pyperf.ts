import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';

const MetadataSchema = z
  .object({ name: z.string().min(1).optional(), unit: z.enum(['second', 'byte', 'integer']).optional() })
  .optional();

const FileSchema = z.object({
  version: z.literal('1.0'),
  metadata: MetadataSchema,
  benchmarks: z
    .array(
      z.object({
        metadata: MetadataSchema,
        runs: z.array(
          z.object({
            metadata: MetadataSchema,
            /** Missing in runs that only calibrate the number of loops. */
            values: z.array(z.number()).optional(),
          }),
        ),
      }),
    )
    .min(1),
});

const METRICS = {
  second: { metric: 'wall', unit: 's', direction: 'lower' },
  byte: { metric: 'memory', unit: 'By', direction: 'lower' },
  integer: { metric: 'value', unit: '1', direction: null },
} as const;

/**
 * The values of all worker processes, each already divided by its loops; warm-ups and calibration are left
 * out. What benchmarks have in common pyperf keeps once, beside them. Its dates are in an unknown zone.
 */
export const pyperf: Format = {
  name: 'pyperf',
  title: 'pyperf -o FILE',
  recognises: ({ keys }) =>
    !keys.has('benchmarks[].alias') &&
    ['metadata', 'values', 'warmups'].some((key) => keys.has(`benchmarks[].runs[].${key}`)),
  async read(input) {
    const file = validated(FileSchema, await input.json(), input);
    return file.benchmarks.map(({ metadata, runs }, index) => {
      const found = { ...file.metadata, ...runs[0]?.metadata, ...metadata };
      if (found.name === undefined) throw input.error('has no name', `benchmarks[${index}].metadata`);
      const samples = runs.flatMap((run) => run.values ?? []);
      if (samples.length === 0) throw input.error('has no values', `benchmarks[${index}].runs`);
      return measurement({ benchmark: found.name, ...METRICS[found.unit ?? 'second'] }, { samples });
    });
  },
};
