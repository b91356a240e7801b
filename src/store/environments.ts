import { sql } from 'kysely';
import { AssayError } from '../core/error.ts';
import type { Store } from './open.ts';

export interface StoredEnvironment {
  /** Short stable digest of the identity. */
  readonly id: string;
  readonly identity: Record<string, unknown>;
}

/** Stores an environment once. */
export async function saveEnvironment(
  store: Store,
  environment: { id: string; identity: unknown },
): Promise<void> {
  await store.db
    .insertInto('environment')
    .values({
      id: environment.id,
      identity: JSON.stringify(environment.identity),
      first_seen: new Date().toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The environment with this id or a unique beginning of one. */
export async function loadEnvironment(store: Store, id: string): Promise<StoredEnvironment> {
  const rows = await store.db
    .selectFrom('environment')
    .selectAll()
    .where('id', '>=', id)
    .where('id', '<', `${id}\u{10ffff}`)
    .limit(2)
    .execute();
  if (rows.length !== 1) {
    const message =
      rows.length === 0
        ? `no environment that was measured in has the id ${id}`
        : `the ids of several environments begin with ${id}`;
    throw new AssayError('input', message, {
      hint: 'list them: assay env list; those that assay.yaml names: assay env explain',
    });
  }
  return { id: rows[0]!.id, identity: JSON.parse(rows[0]!.identity) };
}

export interface EnvironmentSummary extends StoredEnvironment {
  readonly firstSeen: string;
  /** Start of the latest run in it; `null` if none is left. */
  readonly lastSeen: string | null;
  readonly runs: number;
}

/** Most recently used first. */
export async function listEnvironments(store: Store): Promise<EnvironmentSummary[]> {
  const rows = await store.db
    .selectFrom('environment')
    .leftJoin('run', 'run.environment_id', 'environment.id')
    .select(['environment.id', 'environment.identity', 'environment.first_seen'])
    .select(sql<string | null>`max(run.started_at)`.as('last_seen'))
    .select(sql<number>`count(run.id)`.as('runs'))
    .groupBy('environment.id')
    .orderBy('last_seen', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    identity: JSON.parse(row.identity),
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    runs: row.runs,
  }));
}
