import stringWidth from 'string-width';

/** Narrower than this nothing can be read; a smaller terminal folds the lines itself. */
const NARROWEST = 40;

/** Breaks text between words into lines of at most `width` columns; a longer word keeps a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const limit = Math.max(NARROWEST, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > limit) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** The widest of some cells, in columns. */
export function widest(cells: readonly string[]): number {
  return Math.max(0, ...cells.map((cell) => stringWidth(cell)));
}
