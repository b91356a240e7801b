import type { Side } from '../core/measurement.ts';
import { advising } from './error.ts';
import type { Store } from './open.ts';
import type { RunRecord } from './records.ts';
import { loadRun } from './runs.ts';

/** A run that measured a commit, and the side on which it did. */
export interface CommitRun {
  readonly run: RunRecord;
  readonly side: Side;
}

/** Every run of a commit in one environment, whatever became of it, oldest first; no calibrations. */
export async function loadCommitRuns(
  store: Store,
  commit: string,
  environmentId: string,
): Promise<CommitRun[]> {
  const rows = advising(store.path, () =>
    store.connection
      .prepare(
        `SELECT run.id, revision.side FROM run JOIN revision ON revision.run_id = run.id
         WHERE revision."commit" = ? AND revision.dirty = 0 AND run.kind <> 'calibrate'
         AND coalesce(revision.environment_id, run.environment_id) = ?
         ORDER BY run.started_at, run.id`,
      )
      .all(commit, environmentId),
  ) as unknown as { id: string; side: Side }[];
  const found: CommitRun[] = [];
  for (const { id, side } of rows) found.push({ run: await loadRun(store, id), side });
  return found;
}
