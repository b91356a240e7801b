import { z } from 'zod';

/** `assay track --json` */
export const TrackResultSchema = z.object({
  schema: z.literal('assay.track/1'),
  range: z.string(),
  environment: z.string().describe('short id'),
  dryRun: z.boolean(),
  order: z.array(z.string()).describe('commits in the order in which they were, or would be, measured'),
  commits: z
    .array(
      z.object({
        commit: z.string().describe('full object name'),
        title: z.string(),
        committedAt: z.string(),
        status: z
          .enum(['measured', 'known', 'unbuildable', 'failed', 'busy', 'planned'])
          .describe(
            'measured: now; known: before; unbuildable: its build failed; failed: a benchmark failed; busy: another process measures it; planned: with --dry-run',
          ),
        run: z.string().nullable().describe('the run that holds the evidence'),
        resumed: z.boolean().describe('an interrupted run was gone on with'),
        reason: z.string().nullable(),
      }),
    )
    .describe('oldest first'),
});

export type TrackResult = z.infer<typeof TrackResultSchema>;
