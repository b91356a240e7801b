import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { git, tryGit } from './git.ts';

/** Where the user's repository keeps the clones of its submodules. */
interface Clones {
  /** The user's working tree; `null` where it has none of this repository. */
  readonly checkout: string | null;
  /** Absolute path of the folder of clones (`.git/modules`). */
  readonly modules: string;
}

/**
 * Fills the submodules of `worktree` from the clones that the checkout at `root` has, so that nothing is
 * fetched and no configuration changes. One that is not initialised there stays empty here too.
 */
export async function addSubmodules(root: string, worktree: string, signal?: AbortSignal): Promise<void> {
  const modules = await git(root, ['rev-parse', '--path-format=absolute', '--git-path', 'modules'], {
    signal,
  });
  await fill({ checkout: root, modules }, worktree, signal);
}

async function fill(clones: Clones, worktree: string, signal: AbortSignal | undefined): Promise<void> {
  for (const submodule of await listSubmodules(worktree)) {
    const target = join(worktree, submodule.path);
    const source = await cloneOf(clones, submodule.path, await nameOf(worktree, submodule.path));
    if (source === null) continue;
    await checkOut(source, target, submodule, signal);
    const checkout = clones.checkout === null ? null : join(clones.checkout, submodule.path);
    await fill(
      { checkout: (await isRepository(checkout)) ? checkout : null, modules: join(source, 'modules') },
      target,
      signal,
    );
  }
}

/** The git folder to take a submodule from; `null` if it is not initialised. */
async function cloneOf({ checkout, modules }: Clones, path: string, name: string): Promise<string | null> {
  const own = checkout === null ? null : join(checkout, path);
  if (await isRepository(own)) return git(own!, ['rev-parse', '--absolute-git-dir']);
  const current = checkout === null ? [] : await listSubmodules(checkout);
  if (current.some((submodule) => submodule.path === path)) return null;
  const kept = join(modules, name);
  return (await lstat(kept).catch(() => null)) ? kept : null;
}

async function checkOut(
  source: string,
  target: string,
  { path, commit }: Submodule,
  signal: AbortSignal | undefined,
): Promise<void> {
  await git(target, ['clone', '--quiet', '--shared', '--no-checkout', source, '.'], { signal });
  const checked = await tryGit(target, ['checkout', '--quiet', '--detach', commit], { signal });
  if (checked.exitCode === 0) return;
  throw new AssayError('infrastructure', `submodule ${path} at ${commit.slice(0, 12)} is not in this clone`, {
    hint: 'fetch it: git submodule update --init --recursive',
  });
}

/** Whether the folder is the top of a working tree, not merely inside of one. */
async function isRepository(folder: string | null): Promise<boolean> {
  return folder !== null && (await lstat(join(folder, '.git')).catch(() => null)) !== null;
}

interface Submodule {
  readonly path: string;
  readonly commit: string;
}

/** Entries of mode 160000 in the index. */
export async function listSubmodules(worktree: string): Promise<Submodule[]> {
  const entries = (await git(worktree, ['ls-files', '--stage', '-z'])).split('\0');
  return entries.flatMap((entry) => {
    const match = /^160000 ([0-9a-f]+) 0\t(.+)$/s.exec(entry);
    return match ? [{ commit: match[1]!, path: match[2]! }] : [];
  });
}

async function nameOf(worktree: string, path: string): Promise<string> {
  const listed = await tryGit(worktree, [
    'config',
    '-z',
    '--file',
    '.gitmodules',
    '--get-regexp',
    '^submodule\\..*\\.path$',
  ]);
  for (const entry of listed.stdout.split('\0')) {
    const match = /^submodule\.(.*)\.path\n(.*)$/s.exec(entry);
    if (match?.[2] === path) return match[1]!;
  }
  return path;
}
