import { digest } from '../core/canonical.ts';
import { fieldOf } from './field-value.ts';
import { FIELDS } from './fields.ts';

/** Hex digits of an id: 48 bits, so a thousand environments collide with a chance below 2e-9. */
const ID_DIGITS = 12;

/**
 * The short stable id of an identity, fresh or stored. What could not be read counts as one unknown,
 * whatever the reason was; a tool that is not installed is known to be absent, one that the project does not
 * use to be unused. What only environments of `assay.yaml` have is no part of the id of anything else.
 */
export function environmentId(identity: unknown): string {
  const facts = FIELDS.filter((field) => field.inDigest).flatMap((field) => {
    const found = fieldOf({ identity }, field);
    if (found === undefined && field.optional) return [];
    return [
      [field.path, found !== undefined && 'value' in found ? { value: found.value } : 'unknown'] as const,
    ];
  });
  return digest(Object.fromEntries(facts)).slice(0, ID_DIGITS);
}
