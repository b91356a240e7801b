import { AssayError } from '../../core/error.ts';
import { firstLine, git, tryGit } from './git.ts';
import type { Repository } from './repository.ts';

export interface WalkOptions {
  /** Follow only the first parent of merges: the history of the branch itself. */
  readonly firstParent?: boolean;
}

/** Position of each ancestor of `ref` and of itself, oldest first; parents come before their children. */
export async function commitOrder(
  repository: Repository,
  ref: string,
  options: WalkOptions = {},
): Promise<Map<string, number>> {
  const commits = await listCommits(repository, [ref], options);
  return new Map(commits.reverse().map((commit, i) => [commit, i]));
}

/**
 * The commits of a range as `git rev-list` reads it (`A..B`, `B`, `^A B`), newest first; children come before
 * their parents. A name that git does not know is a `usage` error.
 */
export async function listCommits(
  repository: Repository,
  range: readonly string[],
  { firstParent = false }: WalkOptions = {},
): Promise<string[]> {
  const args = ['rev-list', '--topo-order', ...(firstParent ? ['--first-parent'] : [])];
  const found = await tryGit(repository.root, [...args, '--end-of-options', ...range, '--']);
  if (found.exitCode === 0) return found.stdout.split('\n').filter(Boolean);
  throw new AssayError('usage', `git cannot read the range ${range.join(' ')}: ${firstLine(found.stderr)}`, {
    hint: repository.shallow
      ? 'this is a shallow clone; get the history: git fetch --unshallow'
      : 'name it as for git log, for example v1.0..HEAD',
  });
}

/** Whether `commit` is in the history of `of`, or is it. */
export async function isAncestor(repository: Repository, commit: string, of: string): Promise<boolean> {
  return (await tryGit(repository.root, ['merge-base', '--is-ancestor', commit, of])).exitCode === 0;
}

/**
 * The commits that may have introduced what `bad` has and none of `good` has, those that split them best first:
 * the order of `git bisect` (git-rev-list(1), `--bisect-all`). `bad` itself is among them.
 */
export async function bisectOrder(
  repository: Repository,
  bad: string,
  good: readonly string[],
  { firstParent = false }: WalkOptions = {},
): Promise<string[]> {
  const args = ['rev-list', '--bisect-all', ...(firstParent ? ['--first-parent'] : [])];
  const out = await git(repository.root, [...args, bad, ...good.map((commit) => `^${commit}`)]);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ', 1)[0]!);
}
