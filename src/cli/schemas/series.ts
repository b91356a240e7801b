import { z } from 'zod';
import { DirectionSchema } from './common.ts';

/** More points than this in one history are not read: a million is a point a minute for two years. */
export const MAX_POINTS = 1_000_000;

/** `assay changes --series FILE`: one object or an array. */
export const SeriesSchema = z.strictObject({
  schema: z.literal('assay.series/1').optional(),
  benchmark: z.string().min(1).optional().describe('default: the name of the file'),
  metric: z.string().min(1).optional().describe('default: value'),
  unit: z.string().min(1).optional().describe('UCUM; default: 1'),
  direction: DirectionSchema.optional().describe('which way is better; without it no step is a regression'),
  values: z
    .array(z.number().nullable())
    .min(1, 'there are no values')
    .max(MAX_POINTS, `more than ${MAX_POINTS} values`)
    .describe('oldest first; null is a gap'),
  times: z
    .array(z.union([z.string(), z.number()]).nullable())
    .optional()
    .describe('of each value: ISO 8601, or seconds since 1970'),
  commits: z.array(z.string().nullable()).optional().describe('of each value'),
  environments: z
    .array(z.string().nullable())
    .optional()
    .describe('of each value: any text that differs where environments do'),
});

export type SeriesFile = z.infer<typeof SeriesSchema>;
