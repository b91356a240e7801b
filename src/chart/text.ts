export type Weight = 'normal' | 'bold';

/** The width of one line of text in pixels, at a size in pixels. */
export type Measure = (text: string, size: number, weight?: Weight) => number;

/** One printable line: control characters and line breaks become spaces. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The text, or as much of its head and tail as fits in `width` pixels with `…` between: names of cases often
 * differ only at their ends.
 */
export function fit(text: string, width: number, measured: (text: string) => number): string {
  const line = oneLine(text);
  if (measured(line) <= width) return line;
  const characters = [...line];
  const shortened = (kept: number): string => {
    const head = Math.ceil(kept / 2);
    return `${characters.slice(0, head).join('').trimEnd()}…${characters
      .slice(characters.length - (kept - head))
      .join('')
      .trimStart()}`;
  };
  let kept = characters.length - 1;
  while (kept > 1 && measured(shortened(kept)) > width) kept--;
  return shortened(kept);
}

/** Lines of at most `width` pixels, broken at spaces; at most `most`, the last one shortened. */
export function wrap(
  text: string,
  width: number,
  most: number,
  measured: (text: string) => number,
): string[] {
  const lines: string[] = [];
  let rest = oneLine(text).split(' ');
  while (rest.length > 0 && lines.length < most - 1) {
    let taken = 1;
    while (taken < rest.length && measured(rest.slice(0, taken + 1).join(' ')) <= width) taken++;
    lines.push(fit(rest.slice(0, taken).join(' '), width, measured));
    rest = rest.slice(taken);
  }
  if (rest.length > 0) lines.push(fit(rest.join(' '), width, measured));
  return lines;
}
