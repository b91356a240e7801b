import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { git, tryGit } from './git.ts';
import type { Repository } from './repository.ts';

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
  else await addSubmodules(join(repository.commonDir, 'modules'), path, signal);
}

/** Removes a worktree of ours with git's record of it; one that is half there or gone is removed as well. */
export async function removeWorktree(repository: Repository, path: string): Promise<void> {
  await tryGit(repository.root, ['worktree', 'remove', '--force', '--force', path]);
  await rm(path, { recursive: true, force: true });
  await tryGit(repository.root, ['worktree', 'prune']);
}

/**
 * Fills the submodules of a worktree from the clones that the user's checkout has (`.git/modules`), so that
 * nothing is fetched and no configuration changes.
 */
async function addSubmodules(
  modules: string,
  worktree: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { path, commit } of await listSubmodules(worktree)) {
    const name = await submoduleName(worktree, path);
    const source = join(modules, name);
    const target = join(worktree, path);
    const cloned = await tryGit(worktree, ['clone', '--quiet', '--shared', '--no-checkout', source, target], {
      signal,
    });
    const checked =
      cloned.exitCode === 0
        ? await tryGit(target, ['checkout', '--quiet', '--detach', commit], { signal })
        : cloned;
    if (checked.exitCode !== 0) {
      throw new AssayError(
        'infrastructure',
        `submodule ${path} at ${commit.slice(0, 12)} is not in this clone`,
        {
          hint: 'fetch it: git submodule update --init --recursive',
        },
      );
    }
    await addSubmodules(join(source, 'modules'), target, signal);
  }
}

/** Entries of mode 160000 in the index. */
export async function listSubmodules(worktree: string): Promise<{ path: string; commit: string }[]> {
  const entries = (await git(worktree, ['ls-files', '--stage', '-z'])).split('\0');
  return entries.flatMap((entry) => {
    const match = /^160000 ([0-9a-f]+) 0\t(.+)$/s.exec(entry);
    return match ? [{ commit: match[1]!, path: match[2]! }] : [];
  });
}

async function submoduleName(worktree: string, path: string): Promise<string> {
  const listed = await tryGit(worktree, [
    'config',
    '--file',
    '.gitmodules',
    '--get-regexp',
    '^submodule\\..*\\.path$',
  ]);
  for (const line of listed.stdout.split('\n')) {
    const match = /^submodule\.(.*)\.path (.*)$/.exec(line);
    if (match?.[2] === path) return match[1]!;
  }
  return path;
}
