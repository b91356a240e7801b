import { z } from 'zod';

const Command = z.union([z.string(), z.array(z.string())]).describe('a shell line or a list of arguments');

/** `assay init --json` */
export const InitResultSchema = z.strictObject({
  schema: z.literal('assay.init/1'),
  path: z.string().nullable().describe('the file written; null with --dry-run'),
  detected: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['benchmark', 'program', 'tests']),
      source: z.string().describe('the file that says so'),
      build: Command.nullable(),
      command: Command,
    }),
  ),
  text: z.string().optional().describe('what would be written, with --dry-run'),
});
