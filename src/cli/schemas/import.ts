import { z } from 'zod';
import { CaseSchema, DirectionSchema } from './common.ts';

const figure = z.number().nullable();

export const StatedSummarySchema = z
  .object({
    n: figure.describe('number of samples behind it'),
    mean: figure,
    median: figure,
    sd: figure,
    min: figure,
    max: figure,
    quantiles: z.record(z.string(), z.number()).describe('by probability as a decimal: 0.95'),
  })
  .describe('what the source itself states; null where it keeps the samples');

/** `assay import --json` */
export const ImportResultSchema = z.object({
  schema: z.literal('assay.import/1'),
  format: z.string().nullable().describe('null where the files are of several formats'),
  measurements: z.array(
    z.object({
      benchmark: z.string(),
      case: CaseSchema,
      metric: z.string(),
      unit: z.string().describe('UCUM: s, By, 1, 1/s, By/s'),
      direction: DirectionSchema.nullable().describe('which way is better; null only with --dry-run'),
      samples: z.array(z.number()).describe('in the unit, in the order taken; empty for a summary'),
      summary: StatedSummarySchema.nullable(),
      commit: z.string().nullable(),
      at: z.string().nullable().describe('ISO 8601, UTC'),
    }),
  ),
  warnings: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      format: z.string().nullable().describe('null where the file was refused'),
      measurements: z.int(),
      samples: z.int(),
      status: z
        .enum(['stored', 'known', 'read', 'failed'])
        .describe('known: the same content was stored before; read: --dry-run'),
      runs: z.array(z.string()).describe('the runs that hold it'),
      error: z.string().nullable(),
    }),
  ),
});

export type ImportResult = z.infer<typeof ImportResultSchema>;
export type ImportedFile = ImportResult['files'][number];
