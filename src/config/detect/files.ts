import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A build file larger than this was written by a machine, for a machine. */
const MOST_BYTES = 1024 * 1024;

/** The text of a file; `null` if it is missing, no file, unreadable or very large. */
export async function textOf(...path: string[]): Promise<string | null> {
  const file = join(...path);
  try {
    const about = await stat(file);
    return about.isFile() && about.size <= MOST_BYTES ? await readFile(file, 'utf8') : null;
  } catch {
    return null;
  }
}

/** Names in a directory, sorted; nothing if there is no such directory. */
export async function namesIn(...path: string[]): Promise<string[]> {
  return readdir(join(...path)).then(
    (names) => names.sort(),
    () => [],
  );
}

/** Names of directories in a directory, sorted, without hidden ones and those that hold others' code. */
export async function directoriesIn(...path: string[]): Promise<string[]> {
  try {
    const entries = await readdir(join(...path), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return names.filter((name) => !/^[._]/.test(name) && !OTHERS.has(name)).sort();
  } catch {
    return [];
  }
}

/** Whether there is a file, and not a directory. */
export async function isFile(...path: string[]): Promise<boolean> {
  return stat(join(...path)).then(
    (about) => about.isFile(),
    () => false,
  );
}

/** The name of a file without its last extension. */
export function stem(path: string): string {
  return basename(path).replace(/\.[^.]+$/, '');
}

const OTHERS = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'testdata',
  'target',
  'build',
  'dist',
  'venv',
]);
