import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import type { Repository } from './repository.ts';
import { listSubmodules } from './worktree.ts';

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
  for (const path of snapshot.paths) await copyEntry(join(repository.root, path), join(target, path));
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
    if (submodules.has(folder) && !(await lstat(join(root, folder, '.git')).catch(() => null))) continue;
    if (!submodules.has(folder) && !path.endsWith('/')) paths.add(path);
    else for (const inner of await listFiles(join(root, folder), [])) paths.add(join(folder, inner));
  }
  return [...paths].sort();
}

function excluded(paths: readonly string[]): string[] {
  return paths.map((path) => `:(exclude,top,literal)${path}`);
}

async function digestOf(root: string, paths: readonly string[]): Promise<Snapshot> {
  const hash = createHash('sha256');
  const found: string[] = [];
  for (const path of paths) {
    const entry = await lstat(join(root, path)).catch(() => null);
    if (!entry || entry.isDirectory()) continue;
    found.push(path);
    const link = entry.isSymbolicLink();
    const content = link ? Buffer.from(await readlink(join(root, path))) : await readFile(join(root, path));
    const kind = link ? 'link' : entry.mode & constants.S_IXUSR ? 'executable' : 'file';
    hash.update(`${kind} ${Buffer.byteLength(path)} ${content.length}\n${path}\n`).update(content);
  }
  return { paths: found, digest: hash.digest('hex') };
}

async function copyEntry(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to, constants.COPYFILE_FICLONE);
}
