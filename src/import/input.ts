import { AssayError } from '../core/error.ts';
import { decoded } from './decode.ts';
import type { Input, Lines } from './format.ts';
import { parseJson } from './json.ts';
import type { Source } from './source.ts';

/**
 * Half of the longest string of V8 (2^29 − 24 characters), so that a copy with a word replaced still fits;
 * ten million samples of twenty digits fit in it.
 */
const MAX_TEXT_CHARACTERS = 256 * 1024 * 1024;

/** A line of a result has tens to thousands of characters; one this long is no line. */
const MAX_LINE_CHARACTERS = 16 * 1024 * 1024;

export function inputOf(source: Source): Input {
  const error: Input['error'] = (message, place = null, hint) => {
    const where = place === null ? '' : typeof place === 'number' ? `:${place}` : `: ${clipped(place)}`;
    return new AssayError(
      'input',
      `${source.path}${where}: ${clipped(message)}`,
      hint === undefined ? {} : { hint },
    );
  };
  const text = (): Promise<string> => wholeText(source, error);
  return {
    path: source.path,
    text,
    json: async () => {
      const content = await text();
      try {
        return parseJson(content);
      } catch (cause) {
        throw error(`not complete JSON: ${(cause as Error).message}`);
      }
    },
    lines: (visit) => visitLines(source, error, visit),
    error,
  };
}

/** Names and keys of a file may be as long as the file; a message stays within some lines of a terminal. */
function clipped(text: string): string {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE)}…`;
}

const MAX_MESSAGE = 400;

async function wholeText(source: Source, error: Input['error']): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of decoded(source)) {
    length += part.length;
    if (length > MAX_TEXT_CHARACTERS) {
      throw error(`longer than ${MAX_TEXT_CHARACTERS} characters`, null, 'split the file');
    }
    parts.push(part);
  }
  return parts.join('');
}

async function visitLines(
  source: Source,
  error: Input['error'],
  visit: (line: string, number: number) => void,
): Promise<Lines> {
  let rest = '';
  let count = 0;
  for await (const part of decoded(source)) {
    const lines = part.split('\n');
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) visit(line.endsWith('\r') ? line.slice(0, -1) : line, ++count);
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw error(`a line longer than ${MAX_LINE_CHARACTERS} characters`, count + 1);
    }
  }
  if (rest !== '') visit(rest, ++count);
  return { count, ended: rest === '' };
}
