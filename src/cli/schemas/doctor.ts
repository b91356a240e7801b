import * as z from 'zod';
import { Environment } from './environment.ts';

/** `assay doctor --json`. */
export const DoctorResult = z.strictObject({
  schema: z.literal('assay.doctor/1'),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z
        .enum(['ok', 'warning', 'problem', 'unavailable'])
        .describe('problem: Assay cannot work until it is fixed; unavailable: could not be looked at here'),
      finding: z.string(),
      fix: z.string().nullable(),
    }),
  ),
  environment: Environment,
});
