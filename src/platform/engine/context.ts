import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Ignore } from '@balena/dockerignore';
import { AssayError } from '../../core/error.ts';

/**
 * A build context as the engine takes it: an archive of a folder without what its `.dockerignore` names.
 * Links are packed as links, never as what they lead to, so nothing outside of the folder gets in. Everything
 * belongs to root, whoever checked it out, or the engine would not find its layers again.
 */
export async function packContext(folder: string, dockerfile: string): Promise<Readable> {
  const { default: tar } = await import('tar-fs');
  return tar.pack(folder, {
    entries: await contextEntries(folder, dockerfile),
    ignore: () => true, // the entries are complete: folders among them are not looked into again
    map: (header) => Object.assign(header, { uid: 0, gid: 0 }),
    umask: 0,
    strict: false,
  });
}

/**
 * Files, folders and links, relative to `folder` and in an order that does not depend on the disk. The file by which a
 * worktree or a submodule finds its repository is left out: it leads nowhere in an image, and is another in each tree.
 */
export async function contextEntries(folder: string, dockerfile: string): Promise<string[]> {
  const patterns = await ignorePatterns(folder);
  const { default: commonjs } = await import('@balena/dockerignore');
  // The engine needs the Dockerfile, whatever the patterns say; its COPY still respects them.
  const ignore = commonjs.default({ ignorecase: false }).add(patterns).add(`!${dockerfile}`);
  const entries: string[] = [];
  await walk(folder, '', ignore, /^\s*!/m.test(patterns) || dockerfile.includes('/'), entries);
  return entries;
}

/** Of a `.dockerignore` that is a file of the folder: a commit may bring a link to what has no end. */
async function ignorePatterns(folder: string): Promise<string> {
  const path = join(folder, '.dockerignore');
  const found = await lstat(path).catch(() => null);
  if (found === null) return '';
  if (found.isFile()) return readFile(path, 'utf8');
  throw new AssayError('config', `.dockerignore in ${folder} is no plain file`, {
    hint: 'write the patterns into it, instead of linking to them',
  });
}

async function walk(
  folder: string,
  inside: string,
  ignore: Ignore,
  exceptions: boolean,
  into: string[],
): Promise<void> {
  const found = await readdir(join(folder, inside), { withFileTypes: true });
  for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === '.git' && entry.isFile()) continue;
    const path = join(inside, entry.name);
    const ignored = ignore.ignores(path);
    if (!ignored) into.push(path);
    // Only an exception can bring back something of a folder that is left out.
    if (entry.isDirectory() && (!ignored || exceptions)) await walk(folder, path, ignore, exceptions, into);
  }
}
