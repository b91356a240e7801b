import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AssayError } from '../core/error.ts';
import type { Tree } from './format.ts';
import { FORMATS, TREE_FORMATS } from './formats.ts';
import { readHead } from './head.ts';
import type { ImportedMeasurement } from './imported.ts';
import { inputOf } from './input.ts';
import { recognised, rejectEmpty } from './recognise.ts';
import { checkSound } from './sound.ts';
import { fileSource, type Source } from './source.ts';

export interface Imported {
  /** Name of the format. */
  readonly format: string;
  /** At least one. */
  readonly measurements: readonly ImportedMeasurement[];
  /** What was left out and why, for a person. */
  readonly warnings: readonly string[];
}

/** Reads a file of another tool, or a directory of one; `shown` is the path as the user wrote it. */
export async function readResults(
  path: string,
  options: { format?: string; shown?: string } = {},
): Promise<Imported> {
  const shown = options.shown ?? path;
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const message = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new AssayError('input', `${shown}: ${message}`, { cause });
  });
  if (found.isDirectory()) return readTree(path, shown, options.format);
  return readSource(fileSource(path, shown), options.format);
}

/** Reads one file's content, wherever it is. */
export async function readSource(source: Source, name?: string): Promise<Imported> {
  const head = await readHead(source);
  rejectEmpty(head, source.path);
  const format = recognised(FORMATS, head, source.path, name);
  const warnings: string[] = [];
  const measurements = await format.read(inputOf(source), (message) => warnings.push(message));
  checkSound(measurements, source.path);
  return { format: format.name, measurements, warnings };
}

async function readTree(path: string, shown: string, name?: string): Promise<Imported> {
  const paths = await filesUnder(path);
  const format = recognised(TREE_FORMATS, paths, shown, name);
  const tree: Tree = {
    path: shown,
    paths,
    open: (inner) => inputOf(fileSource(join(path, inner), join(shown, inner))),
  };
  const warnings: string[] = [];
  const measurements = await format.read(tree, (message) => warnings.push(message));
  checkSound(measurements, shown);
  return { format: format.name, measurements, warnings };
}

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(path.length).split(sep).join('/').replace(/^\//, ''),
    )
    .sort();
}
