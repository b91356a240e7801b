import { AssayError } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import { defaultBranch, mergeBase, type Repository, resolveCommit } from '../../platform/git/repository.ts';
import { isDirty, takeSnapshot } from '../../platform/git/snapshot.ts';
import { listBaselines } from '../../store/baselines.ts';
import type { Store } from '../../store/open.ts';
import { loadRun } from '../../store/runs.ts';
import type { Project } from './project.ts';
import { WORKTREE } from './worktree.ts';

/** `baseline:NAME` stands for the commit of a stored baseline. */
const BASELINE_PREFIX = 'baseline:';

/** The revision a name stands for: `worktree`, `baseline:NAME`, or whatever git knows. */
export async function resolveRevision(project: Project, store: Store, name: string): Promise<Revision> {
  if (name === WORKTREE) return workingTree(project);
  if (name.startsWith(BASELINE_PREFIX))
    return baselineRevision(project, store, name.slice(BASELINE_PREFIX.length));
  return committed(await resolveCommit(project.repository, name), name);
}

/** The working tree: its commit when clean, a snapshot of its files when dirty. */
export async function workingTree({ repository, workspace }: Project): Promise<Revision> {
  const head = await resolveCommit(repository, 'HEAD');
  if (!(await isDirty(repository, workspace.unmeasured))) return committed(head, WORKTREE);
  const { digest } = await takeSnapshot(repository, workspace.unmeasured);
  return {
    label: WORKTREE,
    commit: null,
    parent: head.commit,
    dirty: true,
    contentDigest: digest,
    committedAt: null,
    title: null,
  };
}

export interface DefaultBase {
  readonly name: string;
  readonly commit: string;
}

/**
 * The base that answers "did my change slow anything down?": where HEAD left the default branch. On the
 * default branch itself with nothing changed, the previous commit.
 */
export async function defaultBase({ repository }: Project, candidate: Revision): Promise<DefaultBase> {
  const branch = await defaultBranch(repository);
  if (branch === null) {
    throw new AssayError('usage', 'there is no default branch here to take the base from', {
      hint: 'name the base: assay compare BASE',
    });
  }
  const commit = await mergeBase(repository, 'HEAD', branch);
  if (commit !== candidate.commit) return { name: branch, commit };
  return { name: 'HEAD~1', commit: await previousCommit(repository, commit) };
}

async function previousCommit(repository: Repository, commit: string): Promise<string> {
  try {
    return (await resolveCommit(repository, `${commit}~1`)).commit;
  } catch (cause) {
    throw new AssayError('usage', 'nothing has changed, and there is no earlier commit to compare with', {
      hint: repository.shallow
        ? 'this is a shallow clone; get the history: git fetch --unshallow'
        : 'name both sides: assay compare BASE CANDIDATE',
      cause,
    });
  }
}

function committed(info: { commit: string; committedAt: string; title: string }, label: string): Revision {
  return {
    label,
    commit: info.commit,
    parent: null,
    dirty: false,
    contentDigest: null,
    committedAt: info.committedAt,
    title: info.title,
  };
}

async function baselineRevision(project: Project, store: Store, name: string): Promise<Revision> {
  const baseline = (await listBaselines(store)).find((each) => each.name === name);
  if (!baseline)
    throw new AssayError('usage', `there is no baseline ${name}`, { hint: 'list them: assay baseline list' });
  const run = await loadRun(store, baseline.runId);
  if (run.candidate.commit === null) {
    throw new AssayError(
      'usage',
      `baseline ${name} is of a dirty working tree, which cannot be built again`,
      {
        hint: 'make baselines of commits',
      },
    );
  }
  return { ...committed(await resolveCommit(project.repository, run.candidate.commit), name) };
}
