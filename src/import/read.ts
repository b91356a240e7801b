import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AssayError } from '../core/error.ts';
import { csv, csvWith } from './csv.ts';
import type { Format, Head, Tree } from './format.ts';
import { FORMATS, TREE_FORMATS } from './formats.ts';
import { readHead } from './head.ts';
import type { ImportedMeasurement } from './imported.ts';
import { inputOf } from './input.ts';
import { ndjson, ndjsonWith } from './ndjson.ts';
import { recognised, rejectEmpty } from './recognise.ts';
import { checkSound } from './sound.ts';
import { fileSource, type Source } from './source.ts';
import type { TableMapping } from './table-mapping.ts';

export interface Imported {
  /** Name of the format. */
  readonly format: string;
  /** At least one. */
  readonly measurements: readonly ImportedMeasurement[];
  /** What was left out and why, for a person. */
  readonly warnings: readonly string[];
}

export interface ReadOptions {
  /** Name of the format; recognised by content where it is left out. */
  readonly format?: string | undefined;
  /** Which column or key is what: the file is a table, CSV or NDJSON. */
  readonly mapping?: TableMapping | undefined;
  /** The same, for a file of which no format is recognised. */
  readonly otherwise?: TableMapping | undefined;
  /** Of a directory, the files that count; all without it. */
  readonly only?: (path: string) => Promise<boolean>;
}

/** Reads a file of another tool, or a directory of one; `shown` is the path as the user wrote it. */
export async function readResults(path: string, shown = path, options: ReadOptions = {}): Promise<Imported> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const message = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new AssayError('input', `${shown}: ${message}`, { cause });
  });
  if (found.isDirectory()) return readTree(path, shown, options);
  return readSource(fileSource(path, shown), options);
}

/** Reads one file's content, wherever it is. */
export async function readSource(
  source: Source,
  { format: name, mapping, otherwise }: ReadOptions = {},
): Promise<Imported> {
  const head = await readHead(source);
  rejectEmpty(head, source.path);
  const isOther = name === undefined ? !FORMATS.some((format) => format.recognises(head)) : TABLES.has(name);
  const table = mapping ?? (isOther ? otherwise : undefined);
  const format = table ? tableFormat(head, table, name) : recognised(FORMATS, head, source.path, name);
  const warnings: string[] = [];
  const measurements = await format.read(inputOf(source), (message) => warnings.push(message));
  checkSound(measurements, source.path);
  return { format: format.name, measurements, warnings };
}

const TABLES: ReadonlySet<string> = new Set([csv.name, ndjson.name]);

function tableFormat(
  { text }: Head,
  mapping: TableMapping,
  name = text.trimStart().startsWith('{') ? 'ndjson' : 'csv',
): Format {
  if (name === 'csv') return csvWith(mapping);
  if (name === 'ndjson') return ndjsonWith(mapping);
  throw new AssayError('usage', `--map is for csv and ndjson, not for ${name}`);
}

async function readTree(path: string, shown: string, { format: name, only }: ReadOptions): Promise<Imported> {
  const paths: string[] = [];
  for (const inner of await filesUnder(path)) {
    if (only === undefined || (await only(join(path, inner)))) paths.push(inner);
  }
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
