import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { filesBelow } from '../../report/found.ts';
import { MANIFEST_PATH, type Manifest, parseManifest } from '../../report/manifest.ts';
import { VERSIONS } from '../../report/publish.ts';
import { imagesOf } from '../../report/verify/readme.ts';

/** Something to verify. */
export type Target =
  | { readonly kind: 'tree'; readonly root: string }
  /** `expected`: a results tree lists it, so it must be a graph; in a text, another picture is none of ours. */
  | { readonly kind: 'graph'; readonly path: string; readonly named: boolean }
  | { readonly kind: 'missing'; readonly path: string; readonly from: string };

/** What the paths given stand for. `all`: the immutable copies of a results tree as well. */
export async function findTargets(
  paths: readonly string[],
  options: { cwd: string; all: boolean },
): Promise<Target[]> {
  const targets = await Promise.all(
    paths.map((path) => targetsOf(resolve(options.cwd, path), path, options.all)),
  );
  const byPath = new Map(
    targets.flat().map((target) => [target.kind === 'tree' ? target.root : target.path, target]),
  );
  return [...byPath.values()];
}

async function targetsOf(path: string, asGiven: string, all: boolean): Promise<Target[]> {
  const found = await stat(path).catch(() => null);
  if (!found)
    throw new AssayError('usage', `${asGiven} does not exist`, {
      hint: 'write a report first: assay report',
    });
  if (found.isDirectory()) return folderTargets(path, all);
  if (/\.(md|markdown)$/i.test(path)) return readmeTargets(path);
  return [{ kind: 'graph', path, named: true }];
}

async function folderTargets(folder: string, all: boolean): Promise<Target[]> {
  if (await isTree(folder)) {
    const copies = all ? await folders(join(folder, VERSIONS)) : [];
    return [{ kind: 'tree', root: folder }, ...copies.map((root): Target => ({ kind: 'tree', root }))];
  }
  const entries = await readdir(folder, { withFileTypes: true });
  const targets = await Promise.all(
    entries.map(async (entry): Promise<Target[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : folderTargets(path, all);
      return /\.(png|svg)$/i.test(entry.name) ? [{ kind: 'graph', path, named: false }] : [];
    }),
  );
  return targets.flat();
}

const SKIPPED: ReadonlySet<string> = new Set(['.git', '.assay', 'node_modules']);

async function readmeTargets(path: string): Promise<Target[]> {
  const images = imagesOf(await readFile(path, 'utf8'));
  return Promise.all(
    images.map(async (image): Promise<Target> => {
      const file = resolve(dirname(path), image);
      if (!(await stat(file).catch(() => null))) return { kind: 'missing', path: file, from: path };
      return { kind: 'graph', path: file, named: await isListed(file) };
    }),
  );
}

/** Whether a results tree around the file lists it. */
async function isListed(file: string): Promise<boolean> {
  const tree = await treeAround(file);
  return tree !== null && relative(tree.root, file).split('\\').join('/') in tree.manifest.files;
}

/** The results tree that a file lies in: folders of a tree are one level deep. */
export async function treeAround(file: string): Promise<{ root: string; manifest: Manifest } | null> {
  const root = dirname(dirname(file));
  const path = join(root, MANIFEST_PATH);
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : { root, manifest: parseManifest(text, path) };
}

/**
 * Everything in a results tree except the copies of earlier runs, which are trees of their own, and the
 * database where a backup of it was put beside the results to be published with them.
 */
export async function treeFiles(root: string, database: string): Promise<Map<string, Uint8Array>> {
  const beside = ['', '-wal', '-shm'].map((ending) => relative(root, resolve(database) + ending));
  const own = (path: string): boolean =>
    !path.startsWith(`${VERSIONS}/`) && !path.startsWith('.') && !beside.includes(path);
  const paths = (await filesBelow(root)).filter(own);
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path))] as const)),
  );
}

export async function versionCount(root: string): Promise<number> {
  return (await folders(join(root, VERSIONS))).length;
}

async function isTree(folder: string): Promise<boolean> {
  return (await stat(join(folder, MANIFEST_PATH)).catch(() => null)) !== null;
}

async function folders(parent: string): Promise<string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .sort();
}
