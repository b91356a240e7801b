import { z } from 'zod';

/** `assay baseline … --json` */
export const BaselinesResultSchema = z.object({
  schema: z.literal('assay.baselines/1'),
  baselines: z.array(z.object({ name: z.string(), runId: z.string(), createdAt: z.string() })),
});
