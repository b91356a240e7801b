import { z } from 'zod';

/** `assay db … --json` */
export const DbResultSchema = z.discriminatedUnion('action', [
  z.object({ schema: z.literal('assay.db/1'), action: z.literal('backup'), file: z.string() }),
  z.object({ schema: z.literal('assay.db/1'), action: z.literal('restore'), file: z.string() }),
  z.object({ schema: z.literal('assay.db/1'), action: z.literal('check'), problems: z.array(z.string()) }),
  z.object({
    schema: z.literal('assay.db/1'),
    action: z.literal('prune'),
    removed: z.array(z.string()).describe('ids of the runs removed'),
    kept: z.int(),
    bytes: z.tuple([z.number(), z.number()]).describe('size before and after'),
  }),
]);
