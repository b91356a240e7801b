import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { git, tryGit } from './git.ts';
import type { Repository } from './repository.ts';
import { addSubmodules } from './submodules.ts';

/**
 * Checks a commit out into a worktree of its own at `path`, submodules included, leaving the user's working
 * tree, index and HEAD alone. With `empty`, only HEAD and index are set and no file is written.
 */
export async function addWorktree(
  repository: Repository,
  path: string,
  commit: string,
  options: { empty?: boolean; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options;
  const checkout = options.empty ? ['--no-checkout'] : [];
  await git(
    repository.root,
    ['worktree', 'add', '--force', '--detach', '--quiet', ...checkout, path, commit],
    { signal },
  );
  if (options.empty) await git(path, ['reset', '--quiet'], { signal }).catch(() => {});
  else await addSubmodules(repository.root, path, signal);
}

/**
 * Removes a worktree of ours with git's record of it; one that is half there or gone is removed as well.
 * Records of other worktrees stay, also where their folder is missing: its disk may only be unplugged.
 */
export async function removeWorktree(repository: Repository, path: string): Promise<void> {
  await tryGit(repository.root, ['worktree', 'remove', '--force', '--force', path]);
  await rm(path, { recursive: true, force: true });
  await removeRecords(repository, path);
}

/** What git leaves when it is killed while it adds a worktree: a locked record, perhaps without its path. */
async function removeRecords(repository: Repository, path: string): Promise<void> {
  const records = join(repository.commonDir, 'worktrees');
  for (const name of await readdir(records).catch(() => [])) {
    if (!name.startsWith(basename(path))) continue;
    const of = await readFile(join(records, name, 'gitdir'), 'utf8').catch(() => '');
    if (of.trim() === '' || of.trim() === join(path, '.git'))
      await rm(join(records, name), { recursive: true, force: true });
  }
  // As git does with the last one; it fails while there are others.
  await rmdir(records).catch(() => {});
}
