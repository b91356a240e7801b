import { z } from 'zod';
import { KindSchema, StatusSchema, VerdictSchema } from './common.ts';

const Revision = z.object({ label: z.string(), commit: z.string().nullable(), dirty: z.boolean() });

/** `assay runs --json` */
export const RunsResultSchema = z.object({
  schema: z.literal('assay.runs/1'),
  runs: z.array(
    z.object({
      run: z.string(),
      kind: KindSchema,
      status: StatusSchema,
      startedAt: z.string(),
      baseline: Revision.nullable(),
      candidate: Revision,
      title: z.string().nullable().describe("first line of the candidate's commit message"),
      environment: z.string(),
      verdict: VerdictSchema.nullable().describe('of a comparison'),
    }),
  ),
});

export type RunsResult = z.infer<typeof RunsResultSchema>;
