import type { z } from 'zod';
import type { Input } from './format.ts';

/** Parses JSON; the position of an error is in the message. Bare `NaN` and `Infinity` become `null`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const finite = withoutNotFinite(text);
    if (finite === text) throw error;
    return JSON.parse(finite);
  }
}

/** The words that Python and C++ write for no number, outside of strings, as `null`. */
function withoutNotFinite(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const start = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, start).replace(/-?\b(?:NaN|nan|Infinity|inf)\b/g, 'null'));
    at = quote === -1 ? text.length : endOfString(text, start);
    parts.push(text.slice(start, at));
  }
  return parts.join('');
}

/** Just after the quote that ends the string beginning at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at === -1) return text.length;
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
}

/**
 * The value as the schema has it, or the first thing that is wrong with it, by the path of its key; a key that
 * should not be there before one that is missing, since it mostly is that one misspelt.
 */
export function validated<T extends z.ZodType>(
  schema: T,
  value: unknown,
  input: Input,
  hint?: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  throw input.error(issue.message, keyPath(issue.path) || null, hint);
}

/** `results[0].times[3]` */
export function keyPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
