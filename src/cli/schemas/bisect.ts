import { z } from 'zod';
import { CaseSchema } from './common.ts';

const Commit = z.object({ commit: z.string(), title: z.string(), committedAt: z.string() });

/** `assay bisect --json` */
export const BisectResultSchema = z.object({
  schema: z.literal('assay.bisect/1'),
  status: z
    .enum(['found', 'several', 'inconclusive', 'no-change'])
    .describe(
      'several: commits that could not be tested hide which of suspects it is; inconclusive: a comparison could not be settled; no-change: GOOD and BAD do not differ',
    ),
  good: Commit,
  bad: Commit,
  benchmark: z.string(),
  case: CaseSchema.nullable(),
  metric: z.string().nullable(),
  commits: z.int().describe('commits between GOOD, which is not counted, and BAD, which is'),
  culprit: Commit.nullable().describe('the commit that introduced the change'),
  suspects: z.array(Commit).describe('the commits it is among: one when found'),
  comparisons: z.int().describe('how many were needed, that of GOOD with BAD included'),
  errorProbability: z
    .number()
    .describe(
      'bound on the chance that the path went wrong, if each commit is at the level of GOOD or of BAD',
    ),
  path: z.array(
    Commit.extend({
      standing: z.enum(['good', 'bad', 'inconclusive', 'untestable']),
      run: z.string().nullable(),
      stored: z.boolean().describe('the comparison was there already'),
      ratio: z.number().nullable().describe('of this commit to GOOD'),
      interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable(),
      alpha: z.number().describe('error probability of this comparison'),
      left: z.int().describe('commits that may still be the one'),
      reason: z.string().nullable(),
    }),
  ),
  advice: z.string().nullable().describe('what to raise, or to do next'),
});

export type BisectResult = z.infer<typeof BisectResultSchema>;
