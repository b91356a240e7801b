import { canonicalJson } from '../core/canonical.ts';
import { canBridgeValues } from './bridge.ts';
import { fieldOf, type StoredRecord } from './field-value.ts';
import { FIELDS, type Field } from './fields.ts';
import { type Probed, valueIn } from './probed.ts';

/** How far runs may be compared that differ so, from without care to not at all. */
export const GRADES = ['same', 'harmless', 'comparable with calibration', 'not comparable'] as const;

export type Grade = (typeof GRADES)[number];

/** How two environments relate in one field. */
export interface FieldDifference {
  readonly field: Field;
  readonly a: Probed<unknown> | undefined;
  readonly b: Probed<unknown> | undefined;
  readonly grade: Grade;
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

/** The worst of all grades: what decides. */
export function overallGrade(differences: readonly FieldDifference[]): Grade {
  const worst = Math.max(0, ...differences.map(({ grade }) => GRADES.indexOf(grade)));
  return GRADES[worst]!;
}

/** Whether a difference of this grade keeps runs from being compared as they are. */
export function isApart(grade: Grade): boolean {
  return grade === 'comparable with calibration' || grade === 'not comparable';
}

/** Whether the runs of two environments may be compared as they are. */
export function mayCompare(differences: readonly FieldDifference[]): boolean {
  return !isApart(overallGrade(differences));
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
  const unread = left === null || right === null ? `${unreadWords(field, a, b)}; ` : '';
  if (!field.inDigest) return { grade: 'harmless', reason: unread + field.why };
  const bridged = canBridgeValues(field, valueIn(a), valueIn(b));
  const [grade, how] = bridged
    ? (['comparable with calibration', 'a run can take turns between the two'] as const)
    : (['not comparable', 'no run can take turns between the two'] as const);
  return { grade, reason: `${unread}${field.why}; ${how}` };
}

/** What only some environments have is not missing where the other has it. */
function unreadWords({ optional }: Field, a: Reading, b: Reading): string {
  return optional && (a === undefined || b === undefined) ? 'only one has it' : 'could be read in one only';
}

/** A text that is equal for equal values; `null` for what was not read. */
function reading(probed: Reading): string | null {
  return probed !== undefined && 'value' in probed ? canonicalJson(probed.value) : null;
}
