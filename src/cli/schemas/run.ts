import { z } from 'zod';
import {
  CaseSchema,
  DirectionSchema,
  KindSchema,
  SideSummarySchema,
  StatusSchema,
  TimingsSchema,
  WarningSchema,
} from './common.ts';
import { StatedSummarySchema } from './import.ts';

/** `assay run --json` and `assay show --json` */
export const RunResultSchema = z.object({
  schema: z.enum(['assay.run/1', 'assay.show/1']),
  run: z.string(),
  kind: KindSchema,
  status: StatusSchema,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  commit: z.string().nullable().describe('full object name of the candidate; null for a dirty tree'),
  label: z.string(),
  dirty: z.boolean(),
  environment: z.string().describe('short id; assay env show prints it'),
  executionEnvironment: z
    .looseObject({ runtime: z.enum(['bare_metal', 'container']) })
    .nullable()
    .describe('how the benchmark was executed: runtime, its version, limits, overhead; null if imported'),
  seed: z.int(),
  timings: TimingsSchema.nullable(),
  measurements: z.array(
    z.object({
      id: z.int(),
      side: z.enum(['baseline', 'candidate']),
      benchmark: z.string(),
      case: CaseSchema,
      subject: z.string().nullable(),
      metric: z.string(),
      unit: z.string().describe('UCUM'),
      direction: DirectionSchema,
      status: z.enum(['measured', 'unavailable', 'failed']),
      reason: z.string().nullable(),
      judged: z.boolean().describe('whether comparisons decide on it, or it is only recorded'),
      command: z.string(),
      summary: SideSummarySchema.nullable(),
      interval: z.tuple([z.number(), z.number()]).readonly().nullable().describe('of the median, at 95 %'),
      samples: z.array(z.number()).describe('in the order taken, in the unit'),
      stated: StatedSummarySchema.nullable(),
      warnings: z.array(WarningSchema),
    }),
  ),
});

export type RunResult = z.infer<typeof RunResultSchema>;
