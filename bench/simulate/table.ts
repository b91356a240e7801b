/** A Markdown table with a caption below it. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  caption: string,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, i) => (i === 0 ? '---' : '---:')));
  return [line(head), rule, ...rows.map(line), '', caption].join('\n');
}

/** Puts a table between its two markers in a page; throws if the page does not have them. */
export function replaceBetweenMarkers(page: string, name: string, content: string): string {
  const open = `<!-- simulate:${name} -->`;
  const close = `<!-- /simulate:${name} -->`;
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  if (from < 0 || to < from) throw new Error(`the page has no markers ${open} … ${close}`);
  return `${page.slice(0, from + open.length)}\n\n${content}\n\n${page.slice(to)}`;
}
