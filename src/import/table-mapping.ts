import { AssayError } from '../core/error.ts';

/** Where a field of a measurement comes from: a column by its name, or a text that is the same in every row. */
export type FieldSource = { readonly column: string } | { readonly constant: string };

/** What of a measurement a row says. Several value columns are several metrics. */
export interface TableMapping {
  readonly benchmark: FieldSource;
  readonly values: readonly string[];
  /** `null`: the name of the value column. */
  readonly metric: FieldSource | null;
  readonly unit: FieldSource | null;
  readonly direction: FieldSource | null;
  readonly commit: FieldSource | null;
  readonly at: FieldSource | null;
  /** By the name of the parameter. */
  readonly case: ReadonlyMap<string, FieldSource>;
}

const OPTIONAL = ['metric', 'unit', 'direction', 'commit', 'at'] as const;
const FIELDS = ['benchmark', 'value', ...OPTIONAL];

/**
 * `benchmark=name,value=ms,unit:=ms,case.size=size`: `=` names a column and `:=` gives a text. `value` may be
 * there again for a further column.
 */
export function parseMapping(text: string, from = '--map'): TableMapping {
  const wrong = (message: string): AssayError => mappingError(from, message);
  const entries = text.split(',').map((entry): [string, FieldSource] => {
    const match = /^\s*([^=:\s]+)\s*(:?=)(.*)$/s.exec(entry);
    if (!match || match[3]!.trim() === '') {
      throw wrong(`${entry.trim() || 'nothing'} is no field=column`);
    }
    const name = match[3]!.trim();
    return [match[1]!, match[2] === '=' ? { column: name } : { constant: name }];
  });
  return mappingOf(entries, wrong);
}

/** From field and source; a field twice, an unknown one or a missing one is an error. */
function mappingOf(
  entries: Iterable<readonly [field: string, source: FieldSource]>,
  wrong: (message: string) => AssayError,
): TableMapping {
  const sources = new Map<string, FieldSource>();
  const parameters = new Map<string, FieldSource>();
  const values: string[] = [];
  for (const [field, source] of entries) {
    const parameter = /^case\.(.+)$/.exec(field)?.[1];
    if (parameter === undefined && !FIELDS.includes(field)) throw wrong(`there is no field ${field}`);
    if (field === 'value') {
      if (!('column' in source)) throw wrong('value is a column');
      values.push(source.column);
    } else if (sources.has(field) || parameters.has(parameter ?? '')) {
      throw wrong(`${field} is there twice`);
    } else if (parameter === undefined) sources.set(field, source);
    else parameters.set(parameter, source);
  }
  const benchmark = sources.get('benchmark');
  if (!benchmark) throw wrong('benchmark is missing');
  if (values.length === 0) throw wrong('value is missing');
  const optional = (name: (typeof OPTIONAL)[number]): FieldSource | null => sources.get(name) ?? null;
  return {
    ...{ benchmark, values, metric: optional('metric'), unit: optional('unit') },
    ...{ direction: optional('direction'), commit: optional('commit'), at: optional('at') },
    case: parameters,
  };
}

/** Columns that bear the names of the fields need no mapping; `null` where they do not. */
export function mappingByName(columns: readonly string[]): TableMapping | null {
  if (!columns.includes('benchmark') || !columns.includes('value')) return null;
  const named = columns.filter((column) => FIELDS.includes(column) || /^case\../.test(column));
  const entries = [...new Set(named)].map((column) => [column, { column }] as const);
  return mappingOf(entries, (message) => mappingError('columns', message));
}

/** Every column that a mapping needs. */
export function columnsOf({ values, case: parameters, ...fields }: TableMapping): string[] {
  const sources = [...Object.values(fields), ...parameters.values()];
  return [...values, ...sources.flatMap((source) => (source && 'column' in source ? [source.column] : []))];
}

function mappingError(from: string, message: string): AssayError {
  return new AssayError('usage', `${from}: ${message}`, {
    hint: `fields are ${FIELDS.join(', ')} and case.NAME; field=column or field:=text, parted by commas`,
  });
}
