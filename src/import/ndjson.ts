import type { ParamValue } from '../core/case.ts';
import type { Format, Head, Input } from './format.ts';
import { parseJson } from './json.ts';
import { mappingByName, type TableMapping } from './table-mapping.ts';
import { type RowReader, rowReader } from './table-rows.ts';

/** NDJSON whose keys bear the names of the fields. */
export const ndjson: Format = ndjsonWith(null);

type Entry = Readonly<Record<string, unknown>>;

/**
 * NDJSON: an object a line. The mapping says which key is what; without one the keys of the first object are
 * taken by their names, and those of its `case`. A key inside an object is `outer.inner`.
 */
export function ndjsonWith(mapping: TableMapping | null): Format {
  return {
    name: 'ndjson',
    title: 'NDJSON, an object a line',
    recognises: (head) => mapping !== null || byName(firstEntry(head)) !== null,
    async read(input, warn) {
      const table: { reader: RowReader | null } = { reader: null };
      let entry: Entry = {};
      const cell = (key: string): ParamValue | undefined => scalar(entry, key);
      await input.lines((line, number) => {
        if (line.trim() === '') return;
        entry = parsed(line, number, input);
        if (table.reader === null) {
          const used = mapping ?? byName(entry);
          if (!used) throw input.error('no keys benchmark and value', number, 'say which with --map');
          table.reader = rowReader(used, input, warn);
        }
        table.reader.row(cell, number);
      });
      return table.reader?.measurements() ?? [];
    },
  };
}

function parsed(line: string, number: number, input: Input): Entry {
  let value: unknown;
  try {
    value = parseJson(line);
  } catch (cause) {
    throw input.error(`no complete JSON: ${(cause as Error).message}`, number);
  }
  if (isEntry(value)) return value;
  throw input.error('no object', number);
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key; what is no string, number or boolean is none. */
function scalar(entry: Entry, key: string): ParamValue | undefined {
  let value: unknown = Object.hasOwn(entry, key) ? entry[key] : undefined;
  if (value === undefined && key.includes('.')) {
    value = key.split('.').reduce<unknown>(inner, entry);
  }
  const is = typeof value;
  return is === 'string' || is === 'number' || is === 'boolean' ? (value as ParamValue) : undefined;
}

function inner(of: unknown, key: string): unknown {
  return isEntry(of) && Object.hasOwn(of, key) ? of[key] : undefined;
}

function byName(entry: Entry | null): TableMapping | null {
  if (entry === null || Object.hasOwn(entry, 'schema')) return null;
  const parameters = isEntry(entry.case) ? Object.keys(entry.case).map((name) => `case.${name}`) : [];
  return mappingByName([...Object.keys(entry), ...parameters]);
}

function firstEntry({ text }: Head): Entry | null {
  const [line = ''] = text.split('\n', 1);
  if (!/^\s*\{.*\}\s*$/.test(line)) return null;
  try {
    const value = parseJson(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}
