import { AssayError } from '../core/error.ts';
import type { Config } from './config.ts';
import { suggestion } from './nearest.ts';
import { excerpt } from './problem.ts';

/** The benchmarks that any of the names or patterns fits, in the order of the file; all, without any. */
export function selected(config: Config, patterns: readonly string[]): string[] {
  const names = Object.keys(config.file.benchmarks);
  if (patterns.length === 0) return names;
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const fitting = names.filter((name) => name === pattern || fits(name, pattern));
    if (fitting.length === 0) throw unknown(config.display, pattern, names);
    for (const name of fitting) chosen.add(name);
  }
  return names.filter((name) => chosen.has(name));
}

/** `*` stands for any characters, `?` for one. */
export function fits(name: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return false;
  const source = pattern
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

function unknown(display: string, pattern: string, names: readonly string[]): AssayError {
  const known = names.slice(0, 10).join(', ') + (names.length > 10 ? `, … (${names.length})` : '');
  return new AssayError(
    'usage',
    `${display} has no benchmark ${excerpt(pattern)}${suggestion(pattern, names)}`,
    {
      hint: `its benchmarks are: ${known}`,
    },
  );
}
