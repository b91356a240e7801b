import type { Exported } from './exported.ts';

/** Of every row, beside the parameters; the names that the reader of tables takes without a mapping. */
function fields({ benchmark, metric, unit, direction, commit, at }: Exported) {
  return { benchmark, metric, unit, direction, commit, at };
}

/** CSV (RFC 4180): a column for each parameter of any of them. */
export function* writeCsv(measurements: readonly Exported[]): Iterable<string> {
  const parameters = [...new Set(measurements.flatMap((of) => Object.keys(of.case)))];
  const columns = ['benchmark', 'metric', 'unit', 'direction', 'commit', 'at'];
  yield row([...columns, ...parameters.map((name) => `case.${name}`), 'value']);
  for (const of of measurements) {
    const start = [...Object.values(fields(of)), ...parameters.map((name) => of.case[name] ?? null)];
    for (const value of of.samples) yield row([...start, value]);
  }
}

function row(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string | number | boolean | null): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function* writeNdjson(measurements: readonly Exported[]): Iterable<string> {
  for (const of of measurements) {
    const { commit, at, ...known } = fields(of);
    const entry = { ...known, case: of.case, ...(commit !== null && { commit }), ...(at !== null && { at }) };
    for (const value of of.samples) yield `${JSON.stringify({ ...entry, value })}\n`;
  }
}
