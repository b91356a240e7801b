/**
 * The cells of one row (RFC 4180): `open` where a quoted cell goes on in the next line, `broken` where a quote
 * stands inside a cell that is not quoted, or text after one that is.
 */
export function csvCells(row: string, delimiter: string): string[] | 'open' | 'broken' {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      const end = closingQuote(row, at + 1);
      if (end === -1) return 'open';
      cells.push(row.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < row.length && row[at] !== delimiter) return 'broken';
    } else {
      const next = row.indexOf(delimiter, at);
      const cell = row.slice(at, next === -1 ? row.length : next);
      if (cell.includes('"')) return 'broken';
      cells.push(cell);
      at = next === -1 ? row.length : next;
    }
    if (at >= row.length) return cells;
    at++;
  }
}

/** The one of which the header has most: comma, semicolon, tab. */
export function delimiterOf(header: string): string {
  const counts = [',', ';', '\t'].map((each) => [header.split(each).length, each] as const);
  return counts.reduce((best, each) => (each[0] > best[0] ? each : best))[1];
}

/** Where the quote closes that is not doubled; −1 where it does not. */
function closingQuote(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at !== -1; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at;
  }
  return -1;
}
