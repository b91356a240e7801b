import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';

/** What is read of `--export-json`; the fields of hyperfine 1.15 to 1.20. */
const FileSchema = z.object({
  results: z
    .array(
      z.object({
        command: z.string().min(1),
        times: z.array(z.number().nonnegative()).min(1),
        /** Means over all runs, in seconds. */
        user: z.number().nullish(),
        system: z.number().nullish(),
        /** Peak resident bytes of each run, since 1.19. */
        memory_usage_byte: z.array(z.number().nonnegative()).optional(),
        parameters: z.record(z.string(), z.string()).optional(),
      }),
    )
    .min(1),
});

type Result = z.output<typeof FileSchema>['results'][number];

/**
 * Wall times of each run; hyperfine's parameters become the case. Of user and system time the file keeps
 * only the means, so they stay summaries.
 */
export const hyperfine: Format = {
  name: 'hyperfine',
  title: 'hyperfine --export-json',
  recognises: ({ keys }) =>
    keys.has('results[].command') && (keys.has('results[].mean') || keys.has('results[].times')),
  async read(input) {
    return validated(FileSchema, await input.json(), input).results.flatMap(measurementsOf);
  },
};

function measurementsOf(result: Result): ImportedMeasurement[] {
  const of = { benchmark: result.command, case: result.parameters ?? {}, direction: 'lower' } as const;
  const found = [measurement({ ...of, metric: 'wall', unit: 's' }, { samples: result.times })];
  for (const metric of ['user', 'system'] as const) {
    const mean = result[metric];
    if (typeof mean !== 'number') continue;
    const summary = summaryOf({ n: result.times.length, mean });
    found.push(measurement({ ...of, metric, unit: 's' }, { summary }));
  }
  const memory = result.memory_usage_byte ?? [];
  // Where it could not be read the array is all zeros.
  if (memory.some((bytes) => bytes > 0)) {
    found.push(measurement({ ...of, metric: 'peak-memory', unit: 'By' }, { samples: memory }));
  }
  return found;
}
