import { z } from 'zod';
import { described, optional } from './documented.ts';
import { cpuset } from './environment-fields.ts';
import * as field from './fields.ts';

export const KIND_DOCUMENT = { form: '`host` or `container`' };

/** Plain processes of this machine. */
export const hostSchema = field.keys({
  kind: described(z.literal('host'), 'Plain processes on this machine.', KIND_DOCUMENT),
  cpuset: optional(cpuset, 'The processors that commands may run on.', {
    form: 'as Linux lists them: `0`, `0,2-3`',
    default: 'all that Assay may use',
  }),
  nice: optional(z.int().min(-20).max(19), 'How much commands yield to others; below 0 takes privilege.', {
    form: 'a whole number from −20 to 19',
    default: 'that of Assay',
  }),
  aslr: optional(
    z.enum(['machine', 'off']),
    'Address-space randomisation: as the machine has it, or off for commands. Off makes layout a constant error where it was noise.',
    { form: '`machine` or `off`', default: '`machine`' },
  ),
});

export type ConfigHost = z.output<typeof hostSchema>;
