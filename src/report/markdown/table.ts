export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A table of GitHub-flavoured Markdown, its columns padded so that it reads well as plain text too. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(escapeCell));
  const widths = columns.map((column, at) =>
    Math.max(3, column.title.length, ...cells.map((row) => row[at]!.length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (columns[at]!.align === 'right' ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(' | ')} |`;
  const rule = `|${columns.map(({ align }, at) => (align === 'right' ? `${'-'.repeat(widths[at]! + 1)}:` : `:${'-'.repeat(widths[at]! + 1)}`)).join('|')}|`;
  return [line(columns.map((column) => column.title)), rule, ...cells.map(line)].join('\n');
}

export function left(title: string): Column {
  return { title, align: 'left' };
}

export function right(title: string): Column {
  return { title, align: 'right' };
}

/** A cell is one line, and a bar in it is not the end of it. Code spans keep what they hold. */
function escapeCell(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll('|', '\\|');
}

/** Text that came from outside, so that nothing in it is read as markup. Underscores within words are not. */
export function plain(text: string): string {
  const escaped = text.replaceAll(/[\\`*[\]~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[#>+-]/g, '\\$&');
  return escaped.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A code span that holds any text, also one with backticks (CommonMark 6.1). */
export function code(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text whose `commands` stand in backticks, as hints write them; they stay code. */
export function prose(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : plain(part)))
    .join('');
}
