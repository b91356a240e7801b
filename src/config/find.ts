import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AssayError } from '../core/error.ts';

const NAMES = ['assay.yaml', 'assay.yml'];

/**
 * The absolute path of the nearest `assay.yaml` or `assay.yml` from `cwd` up to the top of its repository
 * (up to `cwd` itself outside of one).
 */
export async function findConfig(cwd: string): Promise<string> {
  const start = resolve(cwd);
  const top = (await repositoryOf(start)) ?? start;
  for (let directory = start; ; directory = dirname(directory)) {
    const found = await configsIn(directory);
    if (found.length > 1) {
      throw new AssayError('config', `${directory} has both assay.yaml and assay.yml`, {
        hint: 'remove one of them',
      });
    }
    if (found[0] !== undefined) return found[0];
    if (directory === top) break;
  }
  const upTo = top === start ? '' : ` or above it up to ${top}`;
  throw new AssayError('config', `there is no assay.yaml in ${start}${upTo}`, { hint: 'run `assay init`' });
}

/** The configuration files in one directory, absolute. */
export async function configsIn(directory: string): Promise<string[]> {
  const paths = NAMES.map((name) => join(directory, name));
  const there = await Promise.all(paths.map(exists));
  return paths.filter((_, index) => there[index]);
}

/** The top of the working tree around a directory (where `.git` is); `undefined` outside of one. */
export async function repositoryOf(directory: string): Promise<string | undefined> {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
