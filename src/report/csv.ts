/** A table whose first row names its columns. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

/** `null` is an empty cell: not measured, not known. */
export type CsvValue = string | number | boolean | null;

/** CSV by RFC 4180: CRLF after every row, a field quoted where it holds a comma, a quote or a line end. */
export function csvText(table: CsvTable): string {
  return [table.columns, ...table.rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Numbers as JavaScript's shortest text that reads back to the same double: nothing is rounded. */
function field(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of a CSV text, for finding which row was changed; quoted line ends stay within their row. */
export function csvRows(text: string): string[] {
  const rows: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] === '\n' && !quoted) {
      rows.push(text.slice(start, at).replace(/\r$/, ''));
      start = at + 1;
    }
  }
  if (start < text.length) rows.push(text.slice(start));
  return rows;
}
