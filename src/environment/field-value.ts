import { formatValue, significant } from '../core/unit.ts';
import type { Field } from './fields.ts';
import type { Probed } from './probed.ts';

/** A record as stored: written by any version of Assay, so nothing is taken for granted. */
export interface StoredRecord {
  readonly identity: unknown;
  readonly conditions?: unknown;
}

/** A field of a record; `undefined` where the record does not have it. */
export function fieldOf(record: StoredRecord, field: Field): Probed<unknown> | undefined {
  const part = field.part === 'identity' ? record.identity : record.conditions;
  const name = field.path.slice(field.group.length + 1);
  const value = member(member(part, field.group), name);
  return isProbed(value) ? value : undefined;
}

function member(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
}

function isProbed(value: unknown): value is Probed<unknown> {
  return value !== null && typeof value === 'object' && ('value' in value || 'unavailable' in value);
}

/** A field for a person, in its unit. */
export function formatField(field: Field, probed: Probed<unknown> | undefined): string {
  if (probed === undefined) return 'not recorded';
  if ('unavailable' in probed) return `unavailable: ${probed.unavailable}`;
  return formatAny(probed.value, field);
}

function formatAny(value: unknown, field: Field): string {
  if (value === null) return absent(field);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return formatNumber(value, field.unit);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, each]) => `${name} ${formatAny(each, field)}`);
    return parts.length === 0 ? 'none' : parts.join(', ');
  }
  return String(value);
}

function absent(field: Field): string {
  if (field.group === 'toolchain') return 'not installed';
  return field.group === 'limits' ? 'no limit' : 'none';
}

function formatNumber(value: number, unit: string | null): string {
  switch (unit) {
    case null:
      return String(value);
    case '%':
      return `${(value * 100).toFixed(1)} %`;
    case 'Hz':
      return `${significant(value / 1e9)} GHz`;
    case 'GiB':
      return `${value} GiB`;
    default:
      return formatValue(value, unit);
  }
}
