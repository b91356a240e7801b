import { z } from 'zod';
import { optional } from './documented.ts';
import { environmentName } from './environment-fields.ts';
import { type ContextName, MODES } from './execution.ts';
import * as field from './fields.ts';

const CONTEXT_DOCUMENTS: Readonly<Record<ContextName, readonly [meaning: string, absent: string]>> = {
  local: ['At a developer’s own machine: where none of the others holds.', '`host`'],
  ci: ['Where `CI` is set.', 'the container environment; `host` where there is none'],
  production: [
    'On a production machine: said by `--context` or `ASSAY_CONTEXT`. Services may run in containers there; the benchmark does not.',
    '`host`',
  ],
  release: [
    'When two tags are compared, or said by `--context` or `ASSAY_CONTEXT`.',
    'the container environment; `host` where there is none',
  ],
};

function context(name: ContextName) {
  const [meaning, absent] = CONTEXT_DOCUMENTS[name];
  return optional(environmentName, meaning, { form: 'the name of an environment', default: absent });
}

export const contextsSchema = field.keys({
  local: context('local'),
  ci: context('ci'),
  production: context('production'),
  release: context('release'),
});

/** Which environment is measured in, where no flag names one. */
export const executionSchema = field.keys({
  mode: optional(
    z.enum(MODES),
    'What decides: the context, or for all contexts a host or a container environment. `--mode` wins.',
    { form: MODES.map((mode) => `\`${mode}\``).join(', '), default: '`auto`' },
  ),
  container: optional(environmentName, 'Of several container environments, the one that is meant.', {
    form: 'the name of a container environment',
    default: 'the only one',
  }),
  contexts: optional(contextsSchema, 'The environment for each context.', {
    form: 'a mapping of contexts to names of environments; `host` is always one',
    default: 'see below',
  }),
});

export type ConfigExecution = z.output<typeof executionSchema>;
