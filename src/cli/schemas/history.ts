import { z } from 'zod';
import { CaseSchema, DirectionSchema } from './common.ts';
import { DifferenceSchema, GradeSchema } from './difference.ts';

export const CauseSchema = z
  .enum(['code', 'environment', 'unknown'])
  .describe('code: only the commit changed; environment: where it was measured changed at the same place');

export const ChangePointSchema = z.object({
  index: z.int().min(0).describe('first position of the new level'),
  before: z.number().describe('level before, in the unit'),
  after: z.number().describe('level after'),
  ratio: z.number().nullable().describe('after / before; null where a level is 0'),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).describe('of the ratio'),
  confidence: z.number().describe('1 − the chance of a step as sure as this in a history without one'),
  cause: CauseSchema,
  range: z.tuple([z.int(), z.int()]).describe('first and last position where the new level may begin'),
  verdict: z.enum(['regression', 'improvement']).nullable(),
  commits: z
    .object({ after: z.string().nullable(), at: z.string().nullable() })
    .describe('last commit of the old level and first of the new one'),
});

export const EventSchema = z.object({
  after: z.string().nullable(),
  at: z.string().nullable().describe('commit where the new levels begin'),
  title: z.string().nullable(),
  startedAt: z.string().describe('start of the first run of the new level, ISO 8601'),
  cause: CauseSchema,
  findings: z
    .array(
      z.object({
        series: z.int().describe('position in series'),
        index: z.int().describe('index of the change point'),
        ratio: z.number().nullable(),
      }),
    )
    .describe('steps of all metrics and benchmarks at this commit, the largest first; none seen: empty'),
  environment: z
    .object({
      from: z.string().describe('id'),
      to: z.string(),
      grade: GradeSchema,
      differences: z.array(DifferenceSchema).describe('fields of the identity that differ'),
    })
    .nullable()
    .describe('set where the environment changed between the runs'),
});

/** `assay history --json` */
export const HistoryResultSchema = z.object({
  schema: z.literal('assay.history/1'),
  falseRate: z.number().describe('chance that a history without a step shows one'),
  notes: z.array(z.string()),
  series: z.array(
    z.object({
      benchmark: z.string(),
      case: CaseSchema,
      subject: z.string().nullable(),
      metric: z.string(),
      unit: z.string().describe('UCUM'),
      direction: DirectionSchema,
      environment: z.string().nullable().describe('set where each environment has a history of its own'),
      n: z.int(),
      points: z
        .array(
          z.object({
            run: z.string(),
            commit: z.string().nullable(),
            title: z.string().nullable(),
            startedAt: z.string(),
            environment: z.string(),
            n: z.int().describe('samples'),
            median: z.number(),
            interval: z.tuple([z.number(), z.number()]).nullable().describe('of the median, at 95 %'),
            quartiles: z.tuple([z.number(), z.number()]),
          }),
        )
        .describe('one for each run, in the order of the commits'),
      levels: z.array(z.object({ from: z.int(), to: z.int(), n: z.int(), level: z.number() })),
      changePoints: z.array(ChangePointSchema),
      pending: z
        .object({ index: z.int(), needs: z.int() })
        .nullable()
        .describe('what may become a step, and how many further runs would settle it'),
      warnings: z.array(z.string()),
      graph: z.object({ svg: z.string(), png: z.string() }).nullable(),
    }),
  ),
  events: z
    .array(EventSchema)
    .describe('steps, and changes of the environment, of stored runs; oldest first'),
});

export type HistoryResult = z.infer<typeof HistoryResultSchema>;
