import { Lexer } from 'yaml';
import type { Place } from './place.ts';
import { placesOf } from './place.ts';

/** A comment `# assay-lint: disable=RULE reason`. */
export interface Suppression {
  /** Where the comment stands. */
  readonly at: Place;
  /** The line that it is about: its own, or the first below that is no comment, where it has a line to itself. */
  readonly line: number;
  readonly rules: readonly string[];
  /** `null`: none is given, and so nothing is suppressed. */
  readonly reason: string | null;
}

const SYNTAX = /^#\s*assay-lint:\s*disable=([\w-]+(?:,[\w-]+)*)[ \t]*(.*)$/;

/** The suppressions of a YAML file; text that only looks like a comment is none. */
export function yamlSuppressions(text: string): Suppression[] {
  const placeOf = placesOf(text);
  const found: { at: Place; comment: string }[] = [];
  let offset = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    // Marks of the lexer that are not in the text: start of a document, start of a scalar, end of a flow error.
    const mark = MARKS.has(token);
    if (!mark && token.startsWith('#') && previous !== SCALAR)
      found.push({ at: placeOf(offset), comment: token });
    if (!mark) offset += token.length;
    previous = token;
  }
  return suppressionsOf(text.split('\n'), found);
}

const SCALAR = '\u001f';
const MARKS = new Set(['\u0002', '\u0018', SCALAR]);

/** The suppressions of a Dockerfile, whose comments have lines to themselves. */
export function dockerfileSuppressions(text: string): Suppression[] {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => {
    const comment = line.trimStart();
    const column = line.length - comment.length + 1;
    return comment.startsWith('#') ? [{ at: { line: index + 1, column }, comment }] : [];
  });
  return suppressionsOf(lines, found);
}

function suppressionsOf(
  lines: readonly string[],
  comments: readonly { readonly at: Place; readonly comment: string }[],
): Suppression[] {
  return comments.flatMap(({ at, comment }) => {
    const [, rules, reason] = SYNTAX.exec(comment.trimEnd()) ?? [];
    if (rules === undefined || reason === undefined) return [];
    const alone = lines[at.line - 1]!.slice(0, at.column - 1).trim() === '';
    const line = alone ? lineBelow(lines, at.line) : at.line;
    return [{ at, line, rules: rules.split(','), reason: reason.trim() === '' ? null : reason.trim() }];
  });
}

/** The number of the first line after line `from` that is no comment. */
function lineBelow(lines: readonly string[], from: number): number {
  const below = lines.findIndex((line, index) => index >= from && !line.trimStart().startsWith('#'));
  return below === -1 ? lines.length : below + 1;
}
