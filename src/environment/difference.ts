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
 * Compares every field that either record has, in the order of tables. A value is never the same as an
 * unread one; unread on both sides counts as the same, as it does for the id, and the reason says so.
 */
export function diffEnvironments(a: StoredRecord, b: StoredRecord): FieldDifference[] {
  return FIELDS.flatMap((field) => {
    const [left, right] = [fieldOf(a, field), fieldOf(b, field)];
    if (left === undefined && right === undefined) return [];
    return [{ field, a: left, b: right, ...gradeOf(field, left, right) }];
  });
}

/** Whether the runs of two environments may be compared. */
export function mayCompare(differences: readonly FieldDifference[]): boolean {
  return differences.every((difference) => difference.grade !== 'matters');
}

function gradeOf(
  field: Field,
  a: Probed<unknown> | undefined,
  b: Probed<unknown> | undefined,
): Pick<FieldDifference, 'grade' | 'reason'> {
  const [left, right] = [reading(a), reading(b)];
  if (left === right) {
    const reason = left === null ? 'could not be read in either, so a difference would not show' : 'equal';
    return { grade: 'same', reason };
  }
  const unread = left === null || right === null ? 'could be read in one only; ' : '';
  return { grade: field.inDigest ? 'matters' : 'harmless', reason: unread + field.why };
}

/** A text that is equal for equal values; `null` for what was not read. */
function reading(probed: Probed<unknown> | undefined): string | null {
  return probed !== undefined && 'value' in probed ? canonicalJson(probed.value) : null;
}
