import type { ParamValue } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';
import { measurement } from './collector.ts';
import { plainDecimal } from './decimal.ts';
import type { Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { type ReadUnit, readUnit } from './measured.ts';
import type { FieldSource, TableMapping } from './table-mapping.ts';

/** A cell, `undefined` where the row has none. */
export type Row = (column: string) => ParamValue | undefined;

export interface RowReader {
  row(row: Row, number: number): void;
  /** In the order in which each was first seen. */
  measurements(): ImportedMeasurement[];
}

interface Group {
  readonly measurement: ImportedMeasurement;
  readonly samples: number[];
  readonly unit: ReadUnit;
}

/** The rows that have the same cells up to a column: more by the cell of the next, and where their values go. */
interface Branch {
  readonly cell: ParamValue | undefined;
  readonly next: Map<string, Branch>;
  /** By value column; filled where the last of the columns is decided. */
  readonly groups: (Group | undefined)[];
}

/** Gathers rows into measurements: rows that differ in the value only are samples of one. */
export function rowReader(mapping: TableMapping, input: Input, warn: Warn): RowReader {
  const all: Group[] = [];
  const identifying = [mapping.benchmark, mapping.metric, mapping.unit, mapping.direction, mapping.commit]
    .concat(mapping.at, ...mapping.case.values())
    .flatMap((source) => (source && 'column' in source ? [source.column] : []));
  const root = branch(undefined);
  /** To the row before: the next differs from it mostly in the last columns only, or not at all. */
  const path: Branch[] = [];
  let empty = 0;
  return {
    row(row, number) {
      let at = root;
      let same = true;
      for (let i = 0; i < identifying.length; i++) {
        const cell = row(identifying[i]!);
        const before = path[i];
        same &&= before !== undefined && before.cell === cell;
        at = same ? before! : grown(at, cell);
        path[i] = at;
      }
      for (let i = 0; i < mapping.values.length; i++) {
        const column = mapping.values[i]!;
        const cell = row(column) ?? '';
        if (typeof cell === 'string' && cell.trim() === '') {
          empty++;
          continue;
        }
        let group = at.groups[i];
        if (!group) {
          group = newGroup(mapping, column, row, (message) => input.error(message, number));
          at.groups[i] = group;
          all.push(group);
        }
        group.samples.push((decimal(cell, column, number, input) * group.unit.times) / group.unit.over);
      }
    },
    measurements() {
      if (empty > 0) warn(`cells without a value, left out: ${empty}`);
      return merged(all.map((group) => group.measurement));
    },
  };
}

function branch(cell: ParamValue | undefined): Branch {
  return { cell, next: new Map(), groups: [] };
}

/** A number and the text that writes it are the same cell. */
function grown(from: Branch, cell: ParamValue | undefined): Branch {
  const key = String(cell ?? '');
  const found = from.next.get(key) ?? branch(cell);
  from.next.set(key, found);
  return found;
}

function decimal(cell: ParamValue, column: string, number: number, input: Input): number {
  const plain = typeof cell === 'string' ? plainDecimal(cell, 0, cell.length) : Number.NaN;
  if (!Number.isNaN(plain)) return plain;
  const value = typeof cell === 'string' && DECIMAL.test(cell) ? Number(cell) : cell;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw input.error(
    `${column} is no number: ${String(cell).slice(0, 60)}`,
    number,
    'give numbers with a decimal point',
  );
}

const DECIMAL = /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i;

function newGroup(mapping: TableMapping, column: string, row: Row, error: (message: string) => Error): Group {
  const cell = (source: FieldSource): ParamValue =>
    'constant' in source ? source.constant : (row(source.column) ?? '');
  const text = (source: FieldSource | null): string | undefined =>
    source === null ? undefined : String(cell(source)).trim();
  const benchmark = text(mapping.benchmark)!;
  const metric = mapping.metric ? text(mapping.metric)! : column;
  if (benchmark === '' || metric === '')
    throw error(`the ${benchmark === '' ? 'benchmark' : 'metric'} is empty`);
  const unit = readUnit(text(mapping.unit) ?? '');
  const parameters = [...mapping.case]
    .map(([name, source]) => [name, cell(source)] as const)
    // A benchmark without this parameter, in a table of others that have it.
    .filter(([, value]) => value !== '');
  const samples: number[] = [];
  const of = {
    ...{ benchmark, metric, unit: unit.unit, case: Object.fromEntries(parameters) },
    direction: directionOf(text(mapping.direction), error),
    commit: text(mapping.commit) || null,
    at: instant(text(mapping.at), error),
  };
  return { measurement: measurement(of, { samples }), samples, unit };
}

function directionOf(text: string | undefined, error: (message: string) => Error): Direction | null {
  if (text === undefined || text === '') return null;
  if (text === 'lower' || text === 'higher') return text;
  throw error(`the direction is lower or higher, and not ${text.slice(0, 60)}`);
}

/** ISO 8601 with a zone or a date alone (UTC), or seconds or milliseconds since 1970. */
function instant(text: string | undefined, error: (message: string) => Error): string | null {
  if (text === undefined || text === '') return null;
  // 1e11 seconds are in the year 5138, 1e11 milliseconds in March 1973.
  const number = /^\d{9,14}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:?\d\d))?$/.test(text);
  const ms = iso ? Date.parse(text) : number < 1e11 ? number * 1000 : number;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw error(`is no time: ${text.slice(0, 60)}; write 2026-01-31T12:00:00Z or seconds since 1970`);
}

/** One measurement written in two units, or with its time in two zones, is still one. */
function merged(found: readonly ImportedMeasurement[]): ImportedMeasurement[] {
  const byKey = new Map<string, ImportedMeasurement>();
  for (const each of found) {
    const { samples, summary: _, ...identity } = each;
    const key = JSON.stringify(identity);
    const before = byKey.get(key);
    byKey.set(key, before ? { ...before, samples: [...before.samples, ...samples] } : each);
  }
  return [...byKey.values()];
}
