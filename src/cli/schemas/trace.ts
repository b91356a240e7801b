import { z } from 'zod';
import { KindSchema } from './common.ts';

const revisionSchema = z.strictObject({
  label: z.string().describe('A branch, a tag, worktree, a file name.'),
  commit: z.string().nullable().describe('Full object name; null for a dirty tree or a file.'),
  parent: z.string().nullable().describe('For a dirty tree, the commit it was based on.'),
  dirty: z.boolean(),
  contentDigest: z.string().nullable().describe("SHA-256 of a dirty tree's files; null for a commit."),
  committedAt: z.string().nullable(),
  title: z.string().nullable(),
});

/** `assay trace --json`. */
export const traceSchema = z.strictObject({
  schema: z.literal('assay.trace/1'),
  asked: z.string(),
  figures: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      value: z.number().nullable().describe('In the unit; null where the samples do not allow it.'),
      unit: z.string().describe('UCUM.'),
      statistic: z.string(),
      formula: z.string().describe('How it is computed, in words.'),
      measurements: z.array(z.int()),
      sampleDigest: z.string(),
    }),
  ),
  run: z.strictObject({
    id: z.string(),
    kind: KindSchema,
    status: z.enum(['running', 'completed', 'interrupted', 'failed']),
    design: z.enum(['interleaved', 'independent', 'paired-files']).nullable(),
    startedAt: z.string(),
    version: z.string().describe('Version of Assay that measured.'),
    environment: z.string(),
    baseline: revisionSchema.nullable(),
    candidate: revisionSchema,
  }),
  environment: z.array(
    z.strictObject({ path: z.string(), value: z.string().nullable(), unavailable: z.string().nullable() }),
  ),
  measurements: z.array(
    z.strictObject({
      id: z.int(),
      run: z.string(),
      side: z.enum(['baseline', 'candidate']),
      benchmark: z.string(),
      case: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      subject: z.string().nullable(),
      metric: z.string(),
      unit: z.string(),
      command: z.string(),
      digest: z.string().describe('SHA-256 of the samples as they are stored now.'),
      intact: z
        .boolean()
        .nullable()
        .describe(
          'Whether that is the digest sealed with them; null where the measurement was not completed.',
        ),
      samples: z.array(
        z.strictObject({
          seq: z.int(),
          value: z.number(),
          block: z.int().nullable(),
          position: z.int().nullable(),
          startedAt: z.string().nullable(),
          exitCode: z.int().nullable(),
        }),
      ),
    }),
  ),
});

export type TraceJson = z.infer<typeof traceSchema>;
