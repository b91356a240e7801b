import * as z from 'zod';
import { SEVERITIES } from '../../lint/finding.ts';

const finding = {
  file: z.string().describe('as it was given, or from the current folder'),
  line: z.int().min(1),
  column: z.int().min(1).describe('in UTF-16 units'),
  severity: z.enum(SEVERITIES),
  rule: z.string().describe('an id of docs/reference/lint-rules.md'),
  message: z.string(),
  fix: z.string(),
};

/** `assay lint --json`. */
export const LintResultSchema = z.strictObject({
  schema: z.literal('assay.lint/1'),
  files: z.array(z.string()).describe('what was looked at, also what could not be read'),
  rules: z.array(z.string()).describe('ids of the rules that were applied'),
  machine: z
    .strictObject({ cpus: z.number().nullable(), memoryBytes: z.number().nullable() })
    .describe('what limits were added up against; null: not known, and nothing is said of it'),
  findings: z.array(z.strictObject(finding)),
  suppressed: z
    .array(z.strictObject({ ...finding, reason: z.string() }))
    .describe('findings that a comment takes responsibility for'),
  unreadable: z
    .array(z.strictObject({ file: z.string(), message: z.string(), hint: z.string().nullable() }))
    .describe('files that are not what their names say; the exit code is then 2'),
});

export type LintJson = z.output<typeof LintResultSchema>;
