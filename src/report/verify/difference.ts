import { csvRows } from '../csv.ts';

/** Where a text first differs from the one derived from the samples. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  /** The figure or row on that line; `null` where it names none. */
  readonly figure: string | null;
}

/** `null` where both are equal. */
export function firstDifference(path: string, found: string, expected: string): Difference | null {
  if (found === expected) return null;
  const lines = path.endsWith('.csv') ? csvRows : (text: string): string[] => text.split('\n');
  const [a, b] = [lines(found), lines(expected)];
  let at = 0;
  while (at < b.length && a[at] === b[at]) at++;
  const [was, is] = [a[at] ?? '', b[at] ?? ''];
  return {
    line: at + 1,
    figure: path.endsWith('.html') ? figureInHtml(was, is) : figureInLine(path, was, is),
  };
}

/** CSV begins its rows with the id, Markdown ends them with it. */
function figureInLine(path: string, found: string, expected: string): string | null {
  const id = path.endsWith('.csv') ? /^([0-9a-f]{10})\b/ : /.*`([0-9a-f]{10}(?:\.[a-z0-9.-]+)?)`/;
  return id.exec(expected)?.[1] ?? id.exec(found)?.[1] ?? null;
}

/** The first number of the line that is set differently, else the row the line belongs to. */
function figureInHtml(found: string, expected: string): string | null {
  const numbers = (line: string): string[] => line.match(/<data [^>]*>[^<]*<\/data>/g) ?? [];
  const [a, b] = [numbers(found), numbers(expected)];
  const other =
    b.find((number, index) => number !== a[index]) ?? a.find((number, index) => number !== b[index]);
  const line = other ?? expected;
  return /data-figure="([^"]+)"/.exec(line)?.[1] ?? /data-row="([^"]+)"/.exec(line)?.[1] ?? null;
}
