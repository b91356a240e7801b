import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { firstLine, git, tryGit } from './git.ts';

export interface Repository {
  /** Absolute path of the working tree. */
  readonly root: string;
  /** Absolute path of the folder that all worktrees share (`.git` as a rule). */
  readonly commonDir: string;
  /** History was cut off (`git clone --depth`). */
  readonly shallow: boolean;
}

/** The repository around `cwd`. A bare repository, or none, is a `usage` error. */
export async function findRepository(cwd: string): Promise<Repository> {
  const found = await tryGit(cwd, [
    'rev-parse',
    '--show-toplevel',
    '--git-common-dir',
    '--is-shallow-repository',
  ]);
  if (found.exitCode !== 0) {
    const dubious = /dubious ownership/.test(found.stderr);
    throw new AssayError(
      'usage',
      dubious ? firstLine(found.stderr) : `${cwd} is not inside a git working tree`,
      {
        hint: dubious
          ? `git config --global --add safe.directory ${cwd}`
          : 'run Assay in a clone, or: git init',
      },
    );
  }
  const [root, commonDir, shallow] = found.stdout.trimEnd().split('\n');
  return { root: await realpath(root!), commonDir: resolve(cwd, commonDir!), shallow: shallow === 'true' };
}

export interface CommitInfo {
  /** Full object name. */
  readonly commit: string;
  /** ISO 8601. */
  readonly committedAt: string;
  readonly title: string;
}

/** The commit a name stands for. An unknown name is a `usage` error that tells a shallow clone from a typo. */
export async function resolveCommit(repository: Repository, name: string): Promise<CommitInfo> {
  const shown = await tryGit(repository.root, [
    'log',
    '-1',
    '--no-show-signature',
    '--format=%H%n%cI%n%s',
    '--end-of-options',
    `${name}^{commit}`,
    '--',
  ]);
  if (shown.exitCode === 0 && shown.stdout !== '') {
    const [commit, committedAt, title] = shown.stdout.split('\n');
    return { commit: commit!, committedAt: new Date(committedAt!).toISOString(), title: title ?? '' };
  }
  if (!(await hasCommits(repository))) {
    throw new AssayError('usage', `${repository.root} has no commit yet`, {
      hint: 'commit something first: git commit',
    });
  }
  throw new AssayError('usage', `there is no commit ${name} in ${repository.root}`, {
    hint: repository.shallow
      ? 'this is a shallow clone; get the history: git fetch --unshallow'
      : 'check the name: git log --oneline --all',
  });
}

async function hasCommits(repository: Repository): Promise<boolean> {
  return (await tryGit(repository.root, ['rev-parse', '--verify', '--quiet', 'HEAD'])).exitCode === 0;
}

export async function isTag(repository: Repository, name: string): Promise<boolean> {
  const found = await tryGit(repository.root, ['show-ref', '--verify', '--quiet', `refs/tags/${name}`]);
  return found.exitCode === 0;
}

/** Best common ancestor. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string> {
  const found = await tryGit(repository.root, ['merge-base', a, b]);
  if (found.exitCode === 0) return found.stdout.trim();
  throw new AssayError('usage', `${a} and ${b} have no common ancestor here`, {
    hint: repository.shallow
      ? 'this is a shallow clone; get the history: git fetch --unshallow'
      : 'name the base: assay compare BASE',
  });
}

/** What the default branch is called here: the remote's, else `init.defaultBranch`, `main` or `master`. */
export async function defaultBranch(repository: Repository): Promise<string | null> {
  const remote = await tryGit(repository.root, [
    'symbolic-ref',
    '--quiet',
    '--short',
    'refs/remotes/origin/HEAD',
  ]);
  const configured = await tryGit(repository.root, ['config', 'init.defaultBranch']);
  const candidates = [remote.stdout, 'origin/main', 'origin/master', configured.stdout, 'main', 'master'];
  for (const name of candidates.map((text) => text.trim()).filter(Boolean)) {
    const exists = await tryGit(repository.root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (exists.exitCode === 0) return name;
  }
  return null;
}

/** Paths that differ between two commits, relative to the root. */
export async function changedPaths(repository: Repository, from: string, to: string): Promise<string[]> {
  const out = await git(repository.root, ['diff', '--name-only', '-z', from, to]);
  return out.split('\0').filter(Boolean);
}
