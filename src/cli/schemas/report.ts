import { z } from 'zod';

/** `assay report --json`. Paths are relative to `results`. */
export const reportSchema = z.strictObject({
  schema: z.literal('assay.report/1'),
  run: z.string().describe('Id of the run that is reported.'),
  verdict: z
    .enum(['regression', 'improvement', 'unchanged', 'inconclusive'])
    .nullable()
    .describe("The run's verdict; null where nothing was compared."),
  finding: z.string().describe('The verdict in one sentence.'),
  generatedAt: z.iso.datetime().describe('When the report was written, UTC.'),
  results: z.string().describe('Absolute path of the results tree.'),
  markdown: z.string(),
  html: z.string(),
  version: z.string().describe("The run's immutable copy."),
  graphs: z.array(
    z.strictObject({
      figure: z.string().describe('What assay trace takes.'),
      caption: z.string(),
      svg: z.string(),
      png: z.string(),
      readme: z.string().describe('The same picture under a name that stays the same from run to run.'),
    }),
  ),
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.int().nonnegative().nullable(),
      digest: z.string().nullable().describe('SHA-256 as read back from the disk.'),
      ok: z.boolean().describe('Whether the file on the disk is what was written.'),
    }),
  ),
});

export type ReportJson = z.infer<typeof reportSchema>;
