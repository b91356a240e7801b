import { z } from 'zod';
import { CaseSchema, DirectionSchema, SideSummarySchema, TimingsSchema, VerdictSchema } from './common.ts';

const Revision = z.object({
  label: z.string().describe('what the user called it: a branch, a tag, worktree, a file'),
  commit: z.string().nullable().describe('full object name; null for a dirty tree or a file'),
  dirty: z.boolean(),
});

const Factor = z.object({
  ratio: z.number().nullable(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]),
});

const Across = z.object({
  calibration: z.string().describe('run of the calibration'),
  inverted: z.boolean().describe('whether it was taken against the direction in which it was measured'),
  by: z.array(z.string()).describe('what it measured that stands for this work: the benchmark, or probes'),
  factor: Factor.describe("what the candidate's environment makes of the same work"),
  alpha: z.number().describe('error probability of the interval of the factor'),
  measured: Factor.describe('candidate / baseline as measured; ratio and interval are adjusted'),
});

/** `assay compare --json` */
export const CompareResultSchema = z.object({
  schema: z.literal('assay.compare/1'),
  run: z
    .string()
    .nullable()
    .describe('run that holds the samples; null when files or stored runs were compared'),
  design: z.enum(['interleaved', 'independent', 'paired-files', 'stored']),
  baseline: Revision,
  candidate: Revision,
  confidence: z.number().describe('all intervals hold together with this confidence: 1 − falseAlarmBudget'),
  falseAlarmBudget: z.number().describe('bound on the chance of one or more false alarms in the whole run'),
  verdict: VerdictSchema.describe(
    'regression outweighs inconclusive, which outweighs improvement and unchanged',
  ),
  environment: z.string().nullable().describe('short id of the environment; null when files were compared'),
  baselineEnvironment: z
    .string()
    .nullable()
    .optional()
    .describe('of the baseline, if it was measured elsewhere'),
  seed: z.int().nullable().describe('seed of the order of samples'),
  timings: TimingsSchema.nullable(),
  notes: z.array(z.string()).describe('what to keep in mind with this design'),
  comparisons: z.array(
    z.object({
      benchmark: z.string(),
      case: CaseSchema,
      subject: z.string().nullable(),
      metric: z.string(),
      unit: z.string().describe('UCUM: s, By, 1, 1/s, By/s'),
      direction: DirectionSchema.describe('which way is better'),
      baseline: SideSummarySchema.nullable(),
      candidate: SideSummarySchema.nullable(),
      ratio: z.number().nullable().describe('candidate / baseline'),
      interval: z
        .tuple([z.number().nullable(), z.number().nullable()])
        .describe('of the ratio, simultaneous over the run; null is an open end'),
      minimumDetectable: z
        .number()
        .nullable()
        .describe('smallest relative change that would have been called with a power of 80 %'),
      tolerance: z.number().describe('smallest relative change worth knowing (δ)'),
      alpha: z.number().describe("this comparison's share of the false-alarm budget"),
      blocks: z.int().describe('blocks the decision used; samples of the smaller side for independent files'),
      verdict: VerdictSchema,
      reasons: z.array(z.string()),
      across: Across.nullable()
        .optional()
        .describe('there when the two sides were measured in different environments'),
    }),
  ),
});

export type CompareResult = z.infer<typeof CompareResultSchema>;
