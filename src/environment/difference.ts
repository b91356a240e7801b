import { canonicalJson } from '../core/canonical.ts';
import { fieldOf, type StoredRecord } from './field-value.ts';
import { FIELDS, type Field } from './fields.ts';
import type { Probed } from './probed.ts';

/** How two environments relate in one field. */
export interface FieldDifference {
  readonly field: Field;
  readonly a: Probed<unknown> | undefined;
  readonly b: Probed<unknown> | undefined;
  /** `matters`: runs that differ in it are not compared; `harmless`: they may be. */
  readonly grade: 'same' | 'harmless' | 'matters';
  readonly reason: string;
}

/**
 * Compares every field that either record has, in the order of tables; conditions only where both records
 * have them, as a stored environment has none. A value is never the same as an unread one; unread on both
 * sides counts as the same, as it does for the id, and the reason says so.
 */
export function diffEnvironments(a: StoredRecord, b: StoredRecord): FieldDifference[] {
  const conditions = a.conditions !== undefined && b.conditions !== undefined;
  return FIELDS.filter((field) => conditions || field.part === 'identity').flatMap((field) => {
    const [left, right] = [fieldOf(a, field), fieldOf(b, field)];
    if (left === undefined && right === undefined) return [];
    return [{ field, a: left, b: right, ...gradeOf(field, left, right) }];
  });
}

/** Whether the runs of two environments may be compared. */
export function mayCompare(differences: readonly FieldDifference[]): boolean {
  return differences.every((difference) => difference.grade !== 'matters');
}

type Reading = Probed<unknown> | undefined;

/** Of two values with named parts (caches, mitigations) only the parts that differ, for a person to read. */
export function differingParts(a: Reading, b: Reading): { a: Reading; b: Reading } {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === null || right === null || canonicalJson(left) === canonicalJson(right)) return { a, b };
  const differs = (name: string): boolean => canonicalJson(left[name]) !== canonicalJson(right[name]);
  const only = (parts: Record<string, unknown>) => ({
    value: Object.fromEntries(Object.entries(parts).filter(([name]) => differs(name))),
  });
  return { a: only(left), b: only(right) };
}

function partsOf(probed: Reading): Record<string, unknown> | null {
  const value = probed !== undefined && 'value' in probed ? probed.value : null;
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function gradeOf(field: Field, a: Reading, b: Reading): Pick<FieldDifference, 'grade' | 'reason'> {
  const [left, right] = [reading(a), reading(b)];
  if (left === right) {
    const reason = left === null ? 'could not be read in either, so a difference would not show' : 'equal';
    return { grade: 'same', reason };
  }
  const unread = left === null || right === null ? 'could be read in one only; ' : '';
  return { grade: field.inDigest ? 'matters' : 'harmless', reason: unread + field.why };
}

/** A text that is equal for equal values; `null` for what was not read. */
function reading(probed: Reading): string | null {
  return probed !== undefined && 'value' in probed ? canonicalJson(probed.value) : null;
}
