import { z } from 'zod';

/** What any command prints with `--json` when it could not do its work. */
export const ErrorResultSchema = z.strictObject({
  schema: z.literal('assay.error/1'),
  code: z
    .enum(['usage', 'config', 'input', 'inconclusive', 'infrastructure', 'store', 'interrupted'])
    .describe('decides the exit code'),
  message: z.string().describe('names the offending input; for people, not for parsing'),
  hint: z.string().nullable().describe('the next step'),
});
