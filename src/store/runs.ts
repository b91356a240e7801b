import { sql } from 'kysely';
import type { Design } from '../core/comparison.ts';
import { AssayError } from '../core/error.ts';
import type { Revision, RunKind, RunStatus, Side } from '../core/measurement.ts';
import type { Store } from './open.ts';
import type { RunRecord, RunSettings, RunTimings } from './records.ts';
import type { RevisionTable, RunTable } from './schema.ts';

export interface NewRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  readonly design: Design | null;
  readonly seed: number;
  readonly settings: RunSettings;
  readonly plan: unknown;
  readonly environmentId: string;
  readonly conditions: unknown;
  readonly execution: unknown;
  readonly version: string;
  /** Identity of the measuring process (`Owner` of platform/), so that a later start can tell it died. */
  readonly owner: unknown;
  readonly candidate: Revision;
  readonly baseline: Revision | null;
  /** Where the baseline is measured, if elsewhere than the candidate: stored before, as the run's own. */
  readonly baselineEnvironmentId?: string | null;
}

/** Records a run as `running`. Its environment must be stored before. */
export async function createRun(store: Store, run: NewRun): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    await db
      .insertInto('run')
      .values({
        id: run.id,
        kind: run.kind,
        status: 'running',
        started_at: run.startedAt,
        finished_at: null,
        design: run.design,
        seed: run.seed,
        settings: JSON.stringify(run.settings),
        plan: JSON.stringify(run.plan),
        environment_id: run.environmentId,
        conditions: JSON.stringify(run.conditions),
        execution_environment: JSON.stringify(run.execution),
        version: run.version,
        timings: null,
        owner: JSON.stringify(run.owner),
      })
      .execute();
    const revisions = [revisionRow(run.id, 'candidate', run.candidate)];
    const elsewhere = run.baselineEnvironmentId ?? null;
    if (run.baseline) {
      revisions.push({ ...revisionRow(run.id, 'baseline', run.baseline), environment_id: elsewhere });
    }
    await db.insertInto('revision').values(revisions).execute();
  });
}

/** Adds the containers that were started for a run to the record of how it is executed. */
export async function addContainers(
  store: Store,
  id: string,
  containers: readonly { readonly side: Side; readonly id: string }[],
): Promise<void> {
  const { execution_environment: text } = await store.db
    .selectFrom('run')
    .select('execution_environment')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const execution = JSON.parse(text);
  const all = [...(execution.containers ?? []), ...containers];
  const containerId = all.find(({ side }) => side === 'candidate')?.id ?? execution.containerId;
  await store.db
    .updateTable('run')
    .set({ execution_environment: JSON.stringify({ ...execution, containerId, containers: all }) })
    .where('id', '=', id)
    .execute();
}

/** Adds what starting a process costs to the conditions of a run, unless it was found before. */
export async function addStartFloor(store: Store, id: string, floor: unknown): Promise<void> {
  await store.db
    .updateTable('run')
    .set({
      conditions: sql<string>`json_insert(conditions, '$.startFloor', json(${JSON.stringify(floor)}))`,
    })
    .where('id', '=', id)
    .execute();
}

/** Ends a run: from now on it is nobody's. */
export async function endRun(
  store: Store,
  id: string,
  change: { status: RunStatus; finishedAt: string | null; timings: RunTimings | null },
): Promise<void> {
  await store.db
    .updateTable('run')
    .set({
      status: change.status,
      finished_at: change.finishedAt,
      timings: change.timings === null ? null : JSON.stringify(change.timings),
      owner: null,
    })
    .where('id', '=', id)
    .execute();
}

/**
 * Makes a run `owner`'s and `running`, unless it has changed since it was seen with this status and owner:
 * of two processes that want the same run, one gets it.
 */
export async function claimRun(
  store: Store,
  id: string,
  seen: { status: RunStatus; owner: unknown },
  owner: unknown,
): Promise<boolean> {
  const result = await store.db
    .updateTable('run')
    .set({ status: 'running', finished_at: null, timings: null, owner: JSON.stringify(owner) })
    .where('id', '=', id)
    .where('status', '=', seen.status)
    .where('owner', 'is', seen.owner === null ? null : JSON.stringify(seen.owner))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The run with this id, a unique beginning of one, or `latest`, which is no calibration. */
export async function loadRun(store: Store, id: string): Promise<RunRecord> {
  if (id === 'latest') {
    const [latest] = await listRuns(store, { limit: 1, without: 'calibrate' });
    if (!latest)
      throw new AssayError('inconclusive', 'there is no run yet', { hint: 'measure first: assay run' });
    return latest;
  }
  const rows = await store.db
    .selectFrom('run')
    .selectAll()
    .where('id', '>=', id)
    .where('id', '<', `${id}\u{10ffff}`)
    .orderBy('id')
    .limit(2)
    .execute();
  const [row] = rows;
  if (!row) throw new AssayError('input', `there is no run ${id}`, { hint: 'list them: assay runs' });
  if (rows.length > 1 && row.id !== id) {
    throw new AssayError('input', `${id} is the beginning of several runs`, {
      hint: 'give more of it: assay runs',
    });
  }
  return (await withRevisions(store, [row]))[0]!;
}

export interface RunFilter {
  readonly limit?: number;
  /** Full object name of the candidate's commit. */
  readonly commit?: string;
  readonly status?: RunStatus;
  readonly kind?: RunKind;
  /** Leaves this kind out. */
  readonly without?: RunKind;
}

/** Newest first. */
export async function listRuns(store: Store, filter: RunFilter = {}): Promise<RunRecord[]> {
  let query = store.db.selectFrom('run').selectAll().orderBy('started_at', 'desc').orderBy('id', 'desc');
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  if (filter.status) query = query.where('status', '=', filter.status);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.without) query = query.where('kind', '!=', filter.without);
  if (filter.commit) {
    const { commit } = filter;
    query = query.where('id', 'in', (inner) =>
      inner
        .selectFrom('revision')
        .select('run_id')
        .where('side', '=', 'candidate')
        .where('commit', '=', commit),
    );
  }
  return withRevisions(store, await query.execute());
}

/** Runs still marked `running`, with the identity of their process. */
export async function listOwners(store: Store): Promise<{ id: string; owner: unknown }[]> {
  const rows = await store.db
    .selectFrom('run')
    .select(['id', 'owner'])
    .where('status', '=', 'running')
    .execute();
  return rows.map(({ id, owner }) => ({ id, owner: owner === null ? null : JSON.parse(owner) }));
}

async function withRevisions(store: Store, rows: RunTable[]): Promise<RunRecord[]> {
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map((row) => row.id));
  // As one value: a statement takes a limited number of them.
  const revisions = await store.db
    .selectFrom('revision')
    .selectAll()
    .where('run_id', 'in', sql<string>`(SELECT value FROM json_each(${ids}))`)
    .execute();
  const found = new Map(revisions.map((row) => [`${row.side} ${row.run_id}`, row]));
  return rows.map((row) => runRecord(row, found.get(`candidate ${row.id}`), found.get(`baseline ${row.id}`)));
}

function runRecord(
  row: RunTable,
  candidate: RevisionTable | undefined,
  baseline: RevisionTable | undefined,
): RunRecord {
  if (!candidate)
    throw new AssayError('store', `run ${row.id} has no candidate`, { hint: 'check: assay db check' });
  return {
    id: row.id,
    kind: row.kind as RunKind,
    status: row.status as RunStatus,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    design: row.design as Design | null,
    seed: row.seed,
    settings: JSON.parse(row.settings),
    plan: row.plan === null ? null : JSON.parse(row.plan),
    environmentId: row.environment_id,
    conditions: JSON.parse(row.conditions),
    execution: JSON.parse(row.execution_environment),
    version: row.version,
    timings: row.timings === null ? null : JSON.parse(row.timings),
    candidate: revision(candidate),
    baseline: baseline ? revision(baseline) : null,
    baselineEnvironmentId: baseline?.environment_id ?? null,
  };
}

function revision(row: RevisionTable): Revision {
  return {
    label: row.label,
    commit: row.commit,
    parent: row.parent,
    dirty: row.dirty === 1,
    contentDigest: row.content_digest,
    committedAt: row.committed_at,
    title: row.title,
  };
}

function revisionRow(runId: string, side: Side, from: Revision): RevisionTable {
  return {
    run_id: runId,
    side,
    label: from.label,
    commit: from.commit,
    parent: from.parent,
    dirty: from.dirty ? 1 : 0,
    content_digest: from.contentDigest,
    committed_at: from.committedAt,
    title: from.title,
    environment_id: null,
  };
}
