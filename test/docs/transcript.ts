import type { Block } from './markdown.ts';

/** One command of a `console` block with what it is said to print. */
export interface Step {
  readonly command: string;
  /** Lines as written in the document; empty where none are shown. */
  readonly shown: readonly string[];
  /** Exit codes that fit. */
  readonly exits: readonly number[];
  readonly line: number;
}

/**
 * The commands of a block. `exit=3` after the language is the exit code of the last one. Otherwise a command
 * ends with 0, and `assay compare` and `bisect` with the code of any verdict, since what is decided depends on the machine.
 * Lines that begin with `# ` before a command are comments; `\` at the end of a command continues it.
 */
export function stepsOf({ text, info, line }: Block): Step[] {
  const steps: { command: string; shown: string[]; line: number }[] = [];
  for (const [index, of] of text.split('\n').entries()) {
    const last = steps.at(-1);
    if (of.startsWith('$ ')) steps.push({ command: of.slice(2), shown: [], line: line + 1 + index });
    else if (last?.command.endsWith('\\')) last.command = `${last.command.slice(0, -1)}${of.trim()}`;
    else if (last && !of.startsWith('# ')) last.shown.push(of);
    else if (!of.startsWith('# ') && of !== '')
      throw new Error(`line ${line + 1 + index}: output without a command`);
  }
  const given = /\bexit=([\d,]+)\b/.exec(info)?.[1]?.split(',').map(Number);
  return steps.map((step, index) => {
    const usual = /^assay (compare|bisect)\b/.test(step.command) ? [0, 1, 3] : [0];
    const exits = index === steps.length - 1 && given ? given : usual;
    return { ...step, shown: trimmed(step.shown), exits };
  });
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

/**
 * The first shown line that the output does not have, or `null`. Quantities, ids, dates and the spaces that
 * align a table differ from run to run and are compared by kind; `…` stands for anything within a line, and
 * alone on a line for any lines.
 */
export function firstMissing(shown: readonly string[], output: string): string | null {
  const found = output.split('\n').map(normal);
  let at = 0;
  let anywhere = true;
  for (const line of shown) {
    if (line.trim() === '…') {
      anywhere = true;
      continue;
    }
    const wanted = pattern(line);
    const fits = (text: string): boolean => wanted.test(text);
    const next = anywhere ? found.findIndex((text, index) => index >= at && fits(text)) : at;
    if (next < 0 || next >= found.length || !fits(found[next]!)) return line;
    at = next + 1;
    anywhere = false;
  }
  return null;
}

function pattern(line: string): RegExp {
  const parts = line.split('…').map((part) => normal(part).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^ ?${parts.join('.*?')} ?$`, 'u');
}

const UNIT = '(?:ns|µs|ms|s|min|h|B|KiB|MiB|GiB|TiB|%)';
const NUMBER = String.raw`[+−±-]?\d[\d,]*(?:\.\d+)?`;

/** A line with every quantity, id and date replaced by its kind, and runs of spaces and rules by one. */
function normal(line: string): string {
  const kinds = line
    .replaceAll(/─+/g, '─')
    .replaceAll(/\d{4}-\d\d-\d\d(?:T[\d:.]+Z| \d\d:\d\d UTC)?/g, '<date>')
    .replaceAll(/\d{8}T\d{6}Z/g, '<date>')
    .replaceAll(/\b\d{8}-\d{6}-\w{4}\b/g, '<run>')
    .replaceAll(/(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{7,64}(?![0-9a-z])/g, '<id>')
    .replaceAll(new RegExp(`${NUMBER} ?${UNIT}(?![\\w])`, 'gu'), '<quantity>');
  const counts = kinds.includes('<quantity>')
    ? kinds.replaceAll(new RegExp(`(?<![\\w.~-])${NUMBER}\\b`, 'gu'), '<n>')
    : kinds;
  return counts.replaceAll(/\s+/g, ' ');
}
