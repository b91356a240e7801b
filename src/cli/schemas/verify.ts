import { z } from 'zod';

/** `assay verify --json`. */
export const verifySchema = z.strictObject({
  schema: z.literal('assay.verify/1'),
  outcome: z
    .enum(['pass', 'fail', 'inconclusive'])
    .describe('inconclusive: nothing contradicts, evidence is missing.'),
  checked: z.strictObject({
    trees: z.int().nonnegative(),
    files: z.int().nonnegative(),
    figures: z.int().nonnegative(),
    graphs: z.int().nonnegative(),
  }),
  ignored: z
    .array(z.string())
    .describe('Pictures that are not of Assay, and copies of earlier runs that were not asked for.'),
  problems: z.array(
    z.strictObject({
      kind: z.enum([
        'changed-sample',
        'edited',
        'missing-file',
        'unlisted-file',
        'foreign',
        'stale',
        'missing-evidence',
      ]),
      file: z.string(),
      figure: z.string().nullable().describe('What assay trace takes; null for a file as a whole.'),
      message: z.string(),
    }),
  ),
});

export type VerifyJson = z.infer<typeof verifySchema>;
