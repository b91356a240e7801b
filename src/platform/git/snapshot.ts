import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { git } from './git.ts';
import type { Repository } from './repository.ts';
import { listSubmodules } from './submodules.ts';

export interface Snapshot {
  /** Paths relative to the root, sorted; only files and links that exist. */
  readonly paths: readonly string[];
  /** SHA-256 over path, mode and content of each. */
  readonly digest: string;
}

/** Whether the working tree differs from HEAD in a tracked or an untracked, not ignored file outside `except`. */
export async function isDirty(repository: Repository, except: readonly string[]): Promise<boolean> {
  return (
    (await git(repository.root, [
      'status',
      '--porcelain',
      '-z',
      '--untracked-files=all',
      '--ignore-submodules=none',
      '--',
      '.',
      ...excluded(except),
    ])) !== ''
  );
}

/** The tracked and the untracked, not ignored files as they are now, submodules included. */
export async function takeSnapshot(repository: Repository, except: readonly string[]): Promise<Snapshot> {
  return digestOf(repository.root, await listFiles(repository.root, except));
}

/**
 * Copies the files of a snapshot to `target` and gives the digest of the copy: if a file was saved meanwhile,
 * it differs from the snapshot's, and the caller takes another one.
 */
export async function copySnapshot(
  repository: Repository,
  snapshot: Snapshot,
  target: string,
): Promise<string> {
  for (const path of snapshot.paths) {
    // A file that is gone by now is missing from the copy, so the digests differ.
    await copyEntry(join(repository.root, path), join(target, path)).catch(ignoreMissing);
  }
  return (await digestOf(target, snapshot.paths)).digest;
}

async function listFiles(root: string, except: readonly string[]): Promise<string[]> {
  const listed = await git(root, [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '.',
    ...excluded(except),
  ]);
  const submodules = new Set((await listSubmodules(root)).map(({ path }) => path));
  const paths = new Set<string>();
  for (const path of listed.split('\0')) {
    if (path === '') continue;
    // An untracked repository inside this one is listed as a folder, a submodule by its path.
    const folder = path.replace(/\/$/, '');
    if (path.includes(UNDECODABLE)) await refuseUndecodable(root, path);
    if (submodules.has(folder) && !(await lstat(join(root, folder, '.git')).catch(() => null))) continue;
    if (!submodules.has(folder) && !path.endsWith('/')) paths.add(path);
    else for (const inner of await listFiles(join(root, folder), [])) paths.add(join(folder, inner));
  }
  return [...paths].sort();
}

/** What stands for bytes that are not UTF-8. */
const UNDECODABLE = '\u{fffd}';

async function refuseUndecodable(root: string, path: string): Promise<void> {
  if (await lstat(join(root, path)).catch(() => null)) return;
  throw new AssayError('usage', `the name of ${join(root, path)} is not UTF-8: it cannot be copied`, {
    hint: 'rename the file, ignore it (.gitignore), or measure a commit: --commit HEAD',
  });
}

function excluded(paths: readonly string[]): string[] {
  return paths.map((path) => `:(exclude,top,literal)${path}`);
}

async function digestOf(root: string, paths: readonly string[]): Promise<Snapshot> {
  const hash = createHash('sha256');
  const found: string[] = [];
  for (const path of paths) {
    const entry = await lstat(join(root, path)).catch(() => null);
    const link = entry?.isSymbolicLink() ?? false;
    // A pipe or a device in the place of a tracked file is no content: git sees the file as deleted.
    if (!entry || !(link || entry.isFile())) continue;
    found.push(path);
    const content = link ? Buffer.from(await readlink(join(root, path))) : await readFile(join(root, path));
    const kind = link ? 'link' : entry.mode & constants.S_IXUSR ? 'executable' : 'file';
    hash.update(`${kind} ${Buffer.byteLength(path)} ${content.length}\n${path}\n`).update(content);
  }
  return { paths: found, digest: hash.digest('hex') };
}

async function copyEntry(from: string, to: string): Promise<void> {
  const link = (await lstat(from)).isSymbolicLink();
  await mkdir(dirname(to), { recursive: true });
  if (link) await symlink(await readlink(from), to);
  else await copyFile(from, to, constants.COPYFILE_FICLONE);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
