import { z } from 'zod';
import { AssayError } from '../core/error.ts';
import type { ImportedMeasurement } from './imported.ts';

/** What is read of hyperfine's export; read on hyperfine 1.15 and its documentation up to 1.19. */
const HyperfineSchema = z.object({
  results: z
    .array(
      z.object({
        command: z.string(),
        times: z.array(z.number().nonnegative()).min(1),
        parameters: z.record(z.string(), z.string()).optional(),
      }),
    )
    .min(1),
});

export function isHyperfine(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Array.isArray((json as { results?: unknown }).results);
}

/** The wall times of each command, in seconds; hyperfine's parameters become the case. */
export function hyperfineMeasurements(json: unknown, path: string): ImportedMeasurement[] {
  const parsed = HyperfineSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new AssayError('input', `${path}: ${issue.path.join('.')}: ${issue.message}`, {
      hint: 'give the file that hyperfine --export-json wrote, with its `times`',
    });
  }
  return parsed.data.results.map(({ command, times, parameters }) => ({
    benchmark: command,
    case: parameters ?? {},
    metric: 'wall',
    unit: 's',
    direction: 'lower',
    samples: times,
  }));
}
