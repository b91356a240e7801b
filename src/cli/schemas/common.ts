import { z } from 'zod';
import { WARNING_KINDS } from '../../core/warning.ts';

/** Parts that several results share. */

export const CaseSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const DirectionSchema = z.enum(['lower', 'higher']);

export const VerdictSchema = z.enum(['regression', 'improvement', 'unchanged', 'inconclusive']);

export const SideSummarySchema = z.object({
  n: z.int().describe('number of samples'),
  median: z.number(),
  mean: z.number(),
  sd: z.number().nullable().describe('sample standard deviation; null for one sample'),
});

export const TimingsSchema = z
  .object({ buildS: z.number(), measureS: z.number(), totalS: z.number() })
  .describe('where the time went, in seconds');

export const WarningSchema = z.object({ kind: z.enum(WARNING_KINDS), message: z.string(), hint: z.string() });

export const StatusSchema = z.enum(['running', 'completed', 'interrupted', 'failed']);

export const KindSchema = z.enum(['run', 'compare', 'import', 'calibrate']);
