import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { AssayError } from '../../core/error.ts';
import {
  changedPaths,
  findRepository,
  type Repository,
  resolveCommit,
} from '../../platform/git/repository.ts';

/** Tells whether results measured at a commit still speak for another one. */
export interface Freshness {
  /** Why they do not; `null` where they do. `commit`: full object name of what was measured. */
  staleness(commit: string | null, dirty: boolean): Promise<string | null>;
}

/**
 * Results are fresh for `ref` when they were measured at it, or when nothing changed since but the results
 * themselves: publishing them is a commit too. `published` are absolute paths of files and folders.
 */
export async function freshnessFor(
  cwd: string,
  ref: string,
  published: readonly string[],
): Promise<Freshness> {
  const repository = await findRepository(cwd);
  const { commit: wanted } = await resolveCommit(repository, ref);
  const own = await Promise.all(published.map((path) => insideRepository(repository, path)));
  return {
    async staleness(commit, dirty) {
      if (dirty) return 'measured from a tree with uncommitted changes';
      if (commit === null) return 'measured from files, not from a commit';
      if (commit === wanted) return null;
      const changed = await changedSince(repository, commit, wanted);
      if (changed === null) return `measured at ${commit.slice(0, 7)}, which is not in this repository`;
      const other = changed.find((path) => !own.some((mine) => path === mine || path.startsWith(`${mine}/`)));
      if (other === undefined) return null;
      return `measured at ${commit.slice(0, 7)}; ${other} changed between it and ${ref} (${wanted.slice(0, 7)})`;
    },
  };
}

async function insideRepository(repository: Repository, path: string): Promise<string> {
  return relative(repository.root, await realpath(path))
    .split(sep)
    .join('/');
}

async function changedSince(repository: Repository, from: string, to: string): Promise<string[] | null> {
  try {
    return await changedPaths(repository, (await resolveCommit(repository, from)).commit, to);
  } catch (error) {
    if (error instanceof AssayError && error.code === 'usage') return null;
    throw error;
  }
}
