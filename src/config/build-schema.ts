import { z } from 'zod';
import { DEFAULTS } from './defaults.ts';
import { described, optional } from './documented.ts';
import * as field from './fields.ts';
import type { BuildSpec } from './plan.ts';
import { expected } from './wording.ts';

/** A build with settings of its own. */
export const buildKeysSchema = field.keys({
  command: described(field.command, 'What builds.', { form: 'a shell line or a list of arguments' }),
  env: optional(field.environment, 'Variables of the build alone.', {
    form: 'a mapping',
    default: 'none',
  }),
  timeout: optional(field.duration, 'After this long the build has failed.', {
    form: 'a duration',
    default: `\`${DEFAULTS.buildTimeoutS / 3600}h\``,
  }),
});

/** How to build; `null` for nothing. */
export const buildSchema = z
  .union([z.null(), field.command, buildKeysSchema], {
    error: (issue) => expected('a shell line, a list of arguments or {command: …}', issue.input),
  })
  .transform((value): BuildSpec | null => {
    if (value === null || ('kind' in value && value.kind === 'shell' && value.line.trim() === 'none'))
      return null;
    const {
      command,
      env = {},
      timeout = DEFAULTS.buildTimeoutS,
    } = 'kind' in value ? { command: value } : value;
    return { command, env, timeoutS: timeout };
  });

export const buildDocument = {
  form: 'a shell line, a list of arguments, `{command: …, env: …, timeout: …}`, or `none`',
  default: 'nothing is built',
};
