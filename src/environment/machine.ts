import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * The files that describe a machine. The kernel has them in memory and gives them at once, so they are read without
 * going through other threads; what a device or firmware has to answer is asked for instead. `root` is `/` for this
 * one, or the folder that holds another machine's recorded files. Failures name the path as that machine knows it,
 * without the root.
 */
export interface Machine {
  readonly root: string;
  /** Content without surrounding white space; rejects with the errno error. */
  read(path: string): Promise<string>;
  /** The same, with `null` for whatever cannot be read. */
  readIf(path: string): Promise<string | null>;
  /** As `read`, where the answer may take its time or never come. */
  ask(path: string): Promise<string>;
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
    read: (path) => named(path, () => plain(readFileSync(at(path), 'utf8'))),
    readIf: (path) => machine.read(path).catch(() => null),
    ask: (path) => named(path, () => readFile(at(path), 'utf8').then(plain)),
    list: (path) => named(path, () => readdirSync(at(path)).sort(byNumber.compare)),
    link: (path) => named(path, () => readlinkSync(at(path))),
  };
  return machine;
}

/** The same machine with each text read once, so that all that is found in it is of one moment. */
export function readOnce(machine: Machine): Machine {
  const texts = new Map<string, Promise<string>>();
  const read = (path: string): Promise<string> => {
    const known = texts.get(path) ?? machine.read(path);
    texts.set(path, known);
    return known;
  };
  return { ...machine, read, readIf: (path) => read(path).catch(() => null) };
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** The device tree ends its texts as C does. */
function plain(text: string): string {
  return text.replaceAll('\0', '').trim();
}

async function named<T>(path: string, action: () => T | Promise<T>): Promise<T> {
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
