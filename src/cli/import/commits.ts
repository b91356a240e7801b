import { AssayError } from '../../core/error.ts';
import {
  type CommitInfo,
  findRepository,
  type Repository,
  resolveCommit,
} from '../../platform/git/repository.ts';

/** The commits of the repository that imported results name. */
export interface KnownCommits {
  /** As given with `--commit`, in full where the repository knows it. */
  readonly given: string | null;
  readonly info: CommitInfo | null;
  /** `null` for one that is not in this repository. */
  find(commit: string): Promise<CommitInfo | null>;
}

export async function commitsOf(cwd: string, given: string | null): Promise<KnownCommits> {
  const repository = await findRepository(cwd).catch(absent);
  const cache = new Map<string, CommitInfo | null>();
  const find = async (commit: string): Promise<CommitInfo | null> => {
    const known = cache.get(commit);
    if (known !== undefined) return known;
    const info = repository && (await resolveCommit(repository, commit).catch(absent));
    cache.set(commit, info);
    return info;
  };
  if (given === null) return { given, info: null, find };
  const info = await resolveGiven(repository, given);
  return { given: info?.commit ?? given, info, find };
}

/** A name needs the repository; a full object name may be of another one. */
async function resolveGiven(repository: Repository | null, given: string): Promise<CommitInfo | null> {
  if (repository === null) {
    if (FULL_NAME.test(given)) return null;
    throw new AssayError('usage', `--commit ${given}: there is no git repository here to look it up in`, {
      hint: 'give the full object name, or import inside of the repository',
    });
  }
  if (!FULL_NAME.test(given)) return resolveCommit(repository, given);
  return resolveCommit(repository, given).catch(absent);
}

const FULL_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function absent(error: unknown): null {
  if (error instanceof AssayError && error.code === 'usage') return null;
  throw error;
}
