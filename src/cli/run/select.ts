import { AssayError } from '../../core/error.ts';
import { findRepository, type Repository, resolveCommit } from '../../platform/git/repository.ts';
import type { Store } from '../../store/open.ts';
import type { RunRecord } from '../../store/records.ts';
import { listRuns, loadRun } from '../../store/runs.ts';
import { WORKTREE } from '../project/worktree.ts';

/**
 * The run that a user means: `latest`, the id of a run or its beginning, a commit (its latest run), or
 * `A..B` (the latest comparison of B with A; an empty or `worktree` B is the working tree).
 */
export async function selectRun(store: Store, name: string, cwd: string): Promise<RunRecord> {
  const range = /^(.*?)\.\.(.*)$/.exec(name);
  if (range) return comparisonOf(store, await findRepository(cwd), range[1] || 'HEAD', range[2] || WORKTREE);
  return (await runById(store, name)) ?? runOfCommit(store, await findRepository(cwd), name);
}

async function runById(store: Store, id: string): Promise<RunRecord | null> {
  try {
    return await loadRun(store, id);
  } catch (error) {
    if (error instanceof AssayError && error.code === 'input') return null;
    throw error;
  }
}

async function runOfCommit(store: Store, repository: Repository, name: string): Promise<RunRecord> {
  const { commit } = await resolveCommit(repository, name).catch((cause: unknown) => {
    throw unknownName(name, cause);
  });
  const [run] = await listRuns(store, { commit, limit: 1, without: 'calibrate' });
  if (run) return run;
  throw new AssayError('inconclusive', `${name} (${commit.slice(0, 7)}) has not been measured`, {
    hint: `measure it: assay run --commit ${name}`,
  });
}

async function comparisonOf(store: Store, repository: Repository, a: string, b: string): Promise<RunRecord> {
  const baseline = (await resolveCommit(repository, a)).commit;
  const candidate = b === WORKTREE ? null : (await resolveCommit(repository, b)).commit;
  const runs = await listRuns(store, { kind: 'compare', ...(candidate && { commit: candidate }) });
  const found = runs.find(
    (run) => run.baseline?.commit === baseline && (candidate !== null || run.candidate.dirty),
  );
  if (found) return found;
  throw new AssayError('inconclusive', `${b} has not been compared with ${a}`, {
    hint: `compare them: assay compare ${a}${candidate === null ? '' : ` ${b}`}`,
  });
}

function unknownName(name: string, cause: unknown): AssayError {
  if (cause instanceof AssayError && cause.code === 'infrastructure') return cause;
  return new AssayError('input', `${name} is neither a run nor a commit`, {
    hint: 'list the runs: assay runs',
    cause,
  });
}
