import { z } from 'zod';
import { WORK_KINDS } from '../../core/work.ts';
import { CaseSchema, DirectionSchema } from './common.ts';

const Interval = z
  .tuple([z.number().nullable(), z.number().nullable()])
  .describe('simultaneous over the calibration; null is an open end');

const Environment = z.object({
  name: z.string().describe('as assay.yaml calls it'),
  id: z.string().describe('short id: the calibration holds for runs in environments of these very ids'),
});

const OverheadRatio = z.strictObject({
  calibration: z.string().describe('its run: the newest that probed this kind of work'),
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
});

/** In the record of each run. */
export const OverheadSchema = z.union([
  z.strictObject({ status: z.literal('unavailable'), reason: z.string() }),
  z.strictObject({
    status: z.literal('measured'),
    against: z.string().describe('the environment that it is measured against, with its id'),
    time: z
      .partialRecord(z.enum(WORK_KINDS), OverheadRatio)
      .describe('of the wall time of each kind of work that was probed, over all its probes'),
  }),
]);

const Row = z.object({
  benchmark: z.string().describe('probe:NAME for a probe'),
  case: CaseSchema,
  metric: z.string(),
  unit: z.string().describe('UCUM'),
  direction: DirectionSchema,
  work: z.enum(WORK_KINDS).nullable().describe('the kind of work that it stands for'),
  status: z.enum(['measured', 'unavailable', 'failed']),
  reason: z.string().nullable().describe('why it was not measured'),
  baselineMedian: z.number().nullable(),
  candidateMedian: z.number().nullable(),
  ratio: z.number().nullable().describe('candidate / baseline'),
  interval: Interval,
  minimumDetectable: z
    .number()
    .nullable()
    .describe('smallest relative effect that would have been seen with a power of 80 %'),
  difference: z
    .object({ value: z.number(), interval: Interval, minimumDetectable: z.number().nullable() })
    .nullable()
    .describe('candidate − baseline in the unit, of what an amount says more than a share'),
  finding: z
    .enum(['effect', 'none', 'undecided'])
    .describe('none: no difference larger than the interval has room for'),
  blocks: z.int(),
  figure: z.string().nullable().describe('id that assay trace takes'),
});

/** `assay calibrate --json` and `assay calibrate show --json` */
export const CalibrateResultSchema = z.object({
  schema: z.literal('assay.calibrate/1'),
  calibration: z.string().describe('id of the run that holds the samples'),
  measuredAt: z.string(),
  baseline: Environment,
  candidate: Environment,
  falseAlarmBudget: z
    .number()
    .describe('bound on the chance that one or more of all intervals miss the truth'),
  alpha: z.number().describe('share of it that each interval has'),
  rows: z.array(Row),
  graph: z.string().nullable().describe('path of the picture that was drawn'),
});

export type CalibrateResult = z.infer<typeof CalibrateResultSchema>;

/** `assay calibrate list --json` */
export const CalibrationsResultSchema = z.object({
  schema: z.literal('assay.calibrations/1'),
  calibrations: z.array(
    z.object({
      calibration: z.string(),
      measuredAt: z.string(),
      baseline: Environment,
      candidate: Environment,
      effects: z.int().describe('rows with an effect'),
      measured: z.int().describe('rows that were measured'),
    }),
  ),
});

export type CalibrationsResult = z.infer<typeof CalibrationsResultSchema>;
