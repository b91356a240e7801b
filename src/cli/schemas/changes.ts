import { z } from 'zod';
import { CaseSchema, DirectionSchema, WarningSchema } from './common.ts';
import { ChangePointSchema, EventSchema } from './history.ts';

/** `assay changes --json` */
export const ChangesResultSchema = z.object({
  schema: z.literal('assay.changes/1'),
  falseRate: z.number().describe('chance that a history without a step shows one'),
  notes: z.array(z.string()).describe('what was left out, in words'),
  series: z.array(
    z.object({
      benchmark: z.string(),
      case: CaseSchema,
      subject: z.string().nullable(),
      metric: z.string(),
      unit: z.string().describe('UCUM'),
      direction: DirectionSchema.nullable(),
      environment: z.string().nullable().describe('set where each environment has a history of its own'),
      n: z.int().describe('values, without gaps'),
      changePoints: z.array(ChangePointSchema),
      levels: z.array(z.object({ from: z.int(), to: z.int(), n: z.int(), level: z.number() })),
      pending: z
        .object({ index: z.int(), needs: z.int() })
        .nullable()
        .describe('what may become a step, and how many further points would settle it'),
      warnings: z.array(WarningSchema),
    }),
  ),
  events: z
    .array(EventSchema)
    .describe('steps, and changes of the environment, of stored runs; oldest first'),
});

export type ChangesResult = z.infer<typeof ChangesResultSchema>;
