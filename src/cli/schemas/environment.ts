import * as z from 'zod';
import { FIELDS } from '../../environment/fields.ts';
import { OverheadSchema } from './calibrate.ts';

/** A value, or the reason why there is none. */
export const Probed = z.union([
  z.strictObject({ value: z.json() }),
  z.strictObject({ unavailable: z.string().describe('why it could not be read') }),
]);

/** Groups of named facts, as any version of Assay stored them. */
export const Facts = z.record(z.string(), z.record(z.string(), Probed));

function groups(part: 'identity' | 'conditions'): Record<string, z.ZodType> {
  const fields = FIELDS.filter((field) => field.part === part);
  return Object.fromEntries(
    [...new Set(fields.map((field) => field.group))].map((group) => {
      const members = fields
        .filter((field) => field.group === group)
        .map((field) => {
          const unit = field.unit === null ? '' : ` (${field.unit})`;
          const schema = Probed.describe(`${field.label}${unit}: ${field.why}`);
          return [field.path.slice(group.length + 1), field.optional ? schema.optional() : schema];
        });
      return [group, z.strictObject(Object.fromEntries(members))];
    }),
  );
}

const Limit = z.record(z.string(), Probed);

/** The whole environment record of `fingerprint`. */
export const Environment = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .describe('equal ids may be compared'),
  identity: z.strictObject(groups('identity')).describe('what the id is made of'),
  conditions: z.strictObject({
    probedAt: z.iso.datetime(),
    ...groups('conditions'),
    host: z.strictObject({ hostname: z.string(), user: z.string(), worktree: z.string() }).optional(),
  }),
  execution: z.strictObject({
    runtime: z.enum(['bare_metal', 'container']),
    virtualisation: z.string().nullable(),
    containerId: z.string().nullable(),
    runtimeVersion: z.string().nullable(),
    limits: Limit,
    overhead: OverheadSchema,
  }),
});
