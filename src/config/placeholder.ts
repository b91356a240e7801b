import type { Case } from '../core/case.ts';

/** `{name}`, but not the shell's `${name}`. */
const PLACEHOLDER = /(?<!\$)\{([A-Za-z_][A-Za-z0-9_-]*)\}/g;

/** The names between braces in a text, in order. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
}

/** The text with each `{param}` replaced by its value; other braces stay as they are. */
export function substitute(text: string, params: Case): string {
  return text.replace(PLACEHOLDER, (written, name: string) => {
    return Object.hasOwn(params, name) ? String(params[name]) : written;
  });
}
