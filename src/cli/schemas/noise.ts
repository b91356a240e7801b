import { z } from 'zod';
import { CaseSchema, DirectionSchema } from './common.ts';

const Sd = z.number().nullable();
const Pair = z.tuple([z.number(), z.number()]).nullable();

/** One metric of one case. Standard deviations and widths are relative: 0.01 is 1 %. */
export const NoiseSeriesSchema = z.object({
  benchmark: z.string(),
  case: CaseSchema,
  subject: z.string().nullable(),
  metric: z.string(),
  unit: z.string(),
  direction: DirectionSchema,
  samples: z.int().describe('of both sides, over all runs'),
  median: z.number(),
  withinSd: Sd.describe('of single samples within a run, robust'),
  runSd: Sd.describe('of the medians of runs: what counts against stored history'),
  betweenSd: Sd.describe('the part of it that more samples a run would not take away'),
  autocorrelation: z
    .object({ value: z.number(), interval: z.tuple([z.number(), z.number()]) })
    .nullable()
    .describe('of neighbouring samples, with its 95 % interval'),
  warmUp: z.int().describe('slow samples at the start of a run, after the warm-up that is configured'),
  halfWidth: Sd.describe('half the width of the interval that a comparison of equal programs will end with'),
  halfWidthRange: Pair.describe('where eight of ten such comparisons end'),
  blocks: z.int().nullable().describe('blocks that it will take'),
  minimumDetectable: Sd.describe('with the whole budget, the smallest change seen with a power of 80 %'),
  blocksFor: z
    .array(z.object({ change: z.number(), blocks: z.int().nullable() }))
    .describe('samples of each side needed to see a change of this size with a power of 80 %'),
  falseAlarms: z.int().describe('runs in which equal programs were called different'),
});

/** `assay noise --json` */
export const NoiseResultSchema = z.object({
  schema: z.literal('assay.noise/1'),
  label: z.string(),
  commit: z.string().nullable(),
  environment: z.string(),
  runs: z.array(z.string()).describe('the comparisons of the program with itself'),
  falseAlarm: z
    .object({
      budget: z.number().describe('bound on the chance of one or more false alarms in a run'),
      simulated: z.number().describe('share of the trials with one'),
      atMost: z.number().describe('upper end of its 95 % interval'),
      trials: z.int(),
    })
    .describe('trials draw comparisons of equal programs from the samples taken'),
  series: z.array(NoiseSeriesSchema),
});

export type NoiseResult = z.infer<typeof NoiseResultSchema>;
