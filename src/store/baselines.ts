import { AssayError } from '../core/error.ts';
import type { Store } from './open.ts';
import { loadRun } from './runs.ts';

export interface BaselineRecord {
  readonly name: string;
  readonly runId: string;
  readonly createdAt: string;
}

/** Names a completed run for good: a name, once given, never moves, and its run is never pruned. */
export async function createBaseline(store: Store, name: string, runId: string): Promise<BaselineRecord> {
  const run = await loadRun(store, runId);
  if (run.status !== 'completed') {
    throw new AssayError('input', `run ${run.id} is ${run.status}: a baseline must be complete`, {
      hint: `finish it: assay run --resume ${run.id}`,
    });
  }
  if (run.kind === 'calibrate') {
    throw new AssayError('input', `run ${run.id} is a calibration: it says nothing of a commit`, {
      hint: 'name a run of the commit: assay runs',
    });
  }
  const existing = await store.db
    .selectFrom('baseline')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst();
  if (existing) {
    throw new AssayError(
      'input',
      `baseline ${name} exists already (run ${existing.run_id}) and is immutable`,
      {
        hint: 'choose another name, for example with the version or the date in it',
      },
    );
  }
  const row = { name, run_id: run.id, created_at: new Date().toISOString() };
  await store.db.insertInto('baseline').values(row).execute();
  return { name, runId: run.id, createdAt: row.created_at };
}

/** Newest first. */
export async function listBaselines(store: Store): Promise<BaselineRecord[]> {
  const rows = await store.db.selectFrom('baseline').selectAll().orderBy('created_at', 'desc').execute();
  return rows.map((row) => ({ name: row.name, runId: row.run_id, createdAt: row.created_at }));
}
