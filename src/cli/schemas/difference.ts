import * as z from 'zod';
import { GRADES } from '../../environment/difference.ts';
import { Probed } from './environment.ts';

export const GradeSchema = z
  .enum(GRADES)
  .describe('how far runs that differ so may be compared; with calibration: only as assay compare --across');

/** One field in which two environments differ, or do not. */
export const DifferenceSchema = z.strictObject({
  path: z.string(),
  part: z.enum(['identity', 'conditions']),
  label: z.string(),
  a: Probed.nullable().describe('null where it was not recorded'),
  b: Probed.nullable(),
  grade: GradeSchema,
  reason: z.string(),
});
