import type { Case } from '../core/case.ts';
import { unquoted } from './asv-results.ts';

export interface TableCell {
  readonly case: Case;
  readonly text: string;
}

type Span = readonly [start: number, end: number];

/** A table of thousands of cases would fill the screens of a day. */
const MAX_LINES = 10_000;

/**
 * The cells of a table of `asv run`, whose columns stand under rules of `=`. Leading columns are parameters;
 * the last parameter runs across, unless it is the only one. `open` as long as the closing rule is missing.
 */
export function asvTable(lines: readonly string[]): readonly TableCell[] | 'open' | 'broken' {
  const rules = lines.flatMap((line, index) => (/^\s*=+(?: =+)+\s*$/.test(line) ? [index] : []));
  if (rules[0] !== 0 || lines.length > MAX_LINES) return 'broken';
  const spans = groups(lines[0]!, '=');
  const [, first = '', dashes = '', names = ''] = lines;
  const crossed = spans.length > 0 && cell(first, spans[0]!) === '--';
  // A rule of `-` parts a single parameter from its values; a rule of `=` parts the crossed ones.
  if (rules.length < (crossed ? 3 : 2)) return 'open';
  const start = crossed ? rules[1]! : lines.findIndex((line) => /^\s*-+(?: -+)+\s*$/.test(line));
  if (start === -1 || spans.length < 2) return 'broken';
  const body = lines.slice(start + 1, rules.at(-1)).map((line) => spans.map((span) => cell(line, span)));
  if (!crossed) return single(cell(first, spans[0]!), body);
  const across = groups(dashes, '-').at(-1);
  if (!across) return 'broken';
  const leading = spans.filter(([start]) => start < across[0]);
  const parameter = first.slice(across[0]).trim();
  const titles = spans.map((span) => cell(names, span));
  return body.flatMap((row) => {
    const point = leading.map((_, column) => [titles[column]!, unquoted(row[column]!)] as const);
    return titles.slice(leading.length).map((value, column) => ({
      case: Object.fromEntries([...point, [parameter, unquoted(value)]]),
      text: row[leading.length + column]!,
    }));
  });
}

function single(parameter: string, body: readonly (readonly string[])[]): TableCell[] {
  return body.map(([value = '', text = '']) => ({ case: { [parameter]: unquoted(value) }, text }));
}

function groups(rule: string, mark: string): Span[] {
  return [...rule.matchAll(new RegExp(`${mark}+`, 'g'))].map(({ 0: text, index }) => [
    index,
    index + text.length,
  ]);
}

function cell(line: string, [start, end]: Span): string {
  return line.slice(start, end).trim();
}
