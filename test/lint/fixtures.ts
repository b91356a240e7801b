import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LintOptions, type LintResult, lint } from '../../src/lint/lint.ts';
import type { Facts } from '../../src/lint/rule.ts';
import { kindOf, type Source } from '../../src/lint/source.ts';

export const FIXTURES = join(import.meta.dirname, '../fixtures/lint');

/** A machine of 8 processors and 16 GiB, on which one environment was calibrated. */
export const FACTS: Facts = {
  machine: { cpus: 8, memoryBytes: 16 * 1024 ** 3 },
  calibrated: new Set(['calibrated']),
};

export function source(file: string, text: string): Source {
  const kind = kindOf(file);
  if (kind === null) throw new Error(`${file} is nothing that is linted`);
  return kind === 'project'
    ? { kind, file, text, path: `/project/${file}`, repository: '/project' }
    : { kind, file, text };
}

/** The files of a folder of fixtures. */
export function sourcesIn(folder: string): Source[] {
  const files = globSync('*', { cwd: join(FIXTURES, folder) }).sort();
  return files.map((file) => source(file, readFileSync(join(FIXTURES, folder, file), 'utf8')));
}

export function lintText(file: string, text: string, options?: LintOptions): LintResult {
  return lint([source(file, text)], FACTS, options);
}
