import { z } from 'zod';
import { containerSchema } from './container-schema.ts';
import { environmentName } from './environment-fields.ts';
import { hostSchema } from './host-schema.ts';
import { expected } from './wording.ts';

const environmentSchema = z.discriminatedUnion('kind', [hostSchema, containerSchema], {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? expected('host or container', (issue.input as { kind?: unknown }).kind)
      : undefined,
});

export const environmentsSchema = z.record(environmentName, environmentSchema);
