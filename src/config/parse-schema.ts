import { z } from 'zod';
import { described, optional } from './documented.ts';
import * as field from './fields.ts';

/** What the command itself says of each execution. The formats are known where they are read. */
export const parseSchema = field.keys({
  format: described(
    z.string().min(1),
    'The format of the results, one of those that [`assay import`](import-formats.md) reads from a file.',
    { form: 'a name' },
  ),
  from: optional(
    field.path,
    "Where the results are: `stdout`, which is then kept as with `output: log`, or a file that the command writes anew each time, or a folder of such files as `target/criterion`, relative to the command's `cwd`. A path that begins with `$ASSAY_OUTPUT/` is in the folder whose path commands find in that variable: in a container nothing else that they write can be read.",
    { form: '`stdout` or a path', default: '`stdout`' },
  ),
});
