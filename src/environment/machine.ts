import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * The files that describe a machine. `root` is `/` for this one, or the folder that holds another
 * machine's recorded files. Failures name the path as that machine knows it, without the root.
 */
export interface Machine {
  readonly root: string;
  /** Content without surrounding white space; rejects with the errno error. */
  read(path: string): Promise<string>;
  /** The same, with `null` for whatever cannot be read. */
  readIf(path: string): Promise<string | null>;
  /** Names in a folder, sorted by their numbers (`cpu2` before `cpu10`); rejects with the errno error. */
  list(path: string): Promise<string[]>;
  /** The target of a symbolic link; rejects with the errno error. */
  link(path: string): Promise<string>;
}

export function machineAt(root: string): Machine {
  // Not path.join: it would take `..` out before the kernel has followed the link in front of it.
  const at = (path: string): string => (root === '/' ? path : root + path);
  const machine: Machine = {
    root,
    read: (path) => named(path, async () => (await readFile(at(path), 'utf8')).replaceAll('\0', '').trim()),
    readIf: (path) => machine.read(path).catch(() => null),
    list: (path) => named(path, async () => (await readdir(at(path))).sort(byNumber.compare)),
    link: (path) => named(path, () => readlink(at(path))),
  };
  return machine;
}

const byNumber = new Intl.Collator('en', { numeric: true });

async function named<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && 'code' in error) Object.assign(error, { path });
    throw error;
  }
}

/** An error for a file that was read but does not say what was looked for. */
export function notSaid(path: string, what: string): Error {
  return new Error(`${path} does not give ${what}`);
}
