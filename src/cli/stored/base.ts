import type { Plan } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { listCommits } from '../../platform/git/ancestry.ts';
import { tryGit } from '../../platform/git/git.ts';
import { type CommitInfo, defaultBranch, mergeBase, resolveCommit } from '../../platform/git/repository.ts';
import type { Bench } from '../project/measuring.ts';
import { resolveRevision } from '../project/revisions.ts';
import { evidenceOf } from './evidence.ts';

/** The commits whose stored runs are the baseline. */
export interface StoredBase {
  readonly label: string;
  /** The one commit; `null` where runs of several are taken together. */
  readonly commit: string | null;
  /** Newest first. */
  readonly commits: readonly string[];
  /** Only the newest so many runs of them; `null`: all. */
  readonly last: number | null;
}

export interface BaseRequest {
  readonly base: string | undefined;
  readonly from: string | undefined;
  readonly candidate: CommitInfo;
  readonly plan: Plan;
  readonly environment: EnvironmentRecord;
}

/** Runs enough to see how much they vary, few enough to be of the program as it is now. */
const DEFAULT_FROM = 'last:10';

export async function chooseBase(bench: Bench, request: BaseRequest): Promise<StoredBase> {
  const { base, candidate } = request;
  const { repository } = bench.project;
  if (base !== undefined) {
    if (request.from !== undefined) {
      throw new AssayError('usage', `${base} and --base-from ${request.from} name two baselines`, {
        hint: 'give one of them',
      });
    }
    const { commit } = await resolveRevision(bench.project, bench.store, base);
    if (commit !== null) return ofCommit(await resolveCommit(repository, commit), base);
    throw new AssayError('usage', `${base} is not committed: nothing of it is in the history`, {
      hint: 'name a commit',
    });
  }
  const from = request.from ?? DEFAULT_FROM;
  const last = parseLast(from);
  if (last !== null)
    return { label: `last ${last} runs`, commit: null, commits: await before(bench, candidate), last };
  switch (from) {
    case 'tag':
      return latestTag(bench, candidate);
    case 'merge-base':
      return parting(bench, candidate);
    case 'ancestor':
      return nearestMeasured(bench, request);
  }
  throw new AssayError('usage', `--base-from ${from} is not known`, {
    hint: 'there are: tag, merge-base, ancestor, last:N',
  });
}

function ofCommit({ commit }: CommitInfo, label: string): StoredBase {
  return { label, commit, commits: [commit], last: null };
}

/** The ancestors of the candidate without itself, newest first. */
async function before({ project }: Bench, candidate: CommitInfo): Promise<string[]> {
  return (await listCommits(project.repository, [candidate.commit])).filter(
    (each) => each !== candidate.commit,
  );
}

async function latestTag({ project: { repository } }: Bench, candidate: CommitInfo): Promise<StoredBase> {
  const found = await tryGit(repository.root, ['describe', '--tags', '--abbrev=0', `${candidate.commit}^`]);
  const name = found.stdout.trim();
  if (found.exitCode === 0 && name !== '') return ofCommit(await resolveCommit(repository, name), name);
  throw new AssayError('usage', `there is no tag before ${candidate.commit.slice(0, 12)}`, {
    hint: repository.shallow ? 'this is a shallow clone: git fetch --unshallow --tags' : 'name the base',
  });
}

async function parting({ project: { repository } }: Bench, candidate: CommitInfo): Promise<StoredBase> {
  const branch = await defaultBranch(repository);
  if (branch === null)
    throw new AssayError('usage', 'there is no default branch here', { hint: 'name the base' });
  const commit = await mergeBase(repository, candidate.commit, branch);
  if (commit !== candidate.commit) return ofCommit(await resolveCommit(repository, commit), branch);
  throw new AssayError('usage', `${candidate.commit.slice(0, 12)} is on ${branch}: it has not left it`, {
    hint: 'name the base, or: --base-from last:10',
  });
}

async function nearestMeasured(
  bench: Bench,
  { candidate, plan, environment }: BaseRequest,
): Promise<StoredBase> {
  for (const commit of await before(bench, candidate)) {
    const { kind } = await evidenceOf(bench.store, commit, environment.id, plan);
    if (kind === 'measured')
      return ofCommit(await resolveCommit(bench.project.repository, commit), commit.slice(0, 12));
  }
  throw new AssayError('inconclusive', 'no earlier commit was measured in this environment', {
    hint: 'measure some: assay track --last 10',
  });
}

function parseLast(text: string): number | null {
  const match = /^last:(\d+)$/.exec(text);
  if (!match) return null;
  const count = Number(match[1]);
  if (count >= 2) return count;
  throw new AssayError('usage', `--base-from ${text}: at least 2 runs are needed`, {
    hint: 'for example last:10',
  });
}
