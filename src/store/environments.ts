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

/** The environment with this id or a unique beginning of one, or that of the latest run in one of this name. */
export async function loadEnvironment(store: Store, wanted: string): Promise<StoredEnvironment> {
  const id = (await idNamed(store, wanted)) ?? wanted;
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
        ? `no environment that was measured in has the id or name ${id}`
        : `the ids of several environments begin with ${id}`;
    throw new AssayError('input', message, {
      hint: 'list them: assay env list; those that assay.yaml names: assay env explain',
    });
  }
  return { id: rows[0]!.id, identity: JSON.parse(rows[0]!.identity) };
}

/** What `assay.yaml` called it when it was measured in last. */
async function idNamed(store: Store, name: string): Promise<string | undefined> {
  const latest = await store.db
    .selectFrom('run')
    .select('environment_id')
    .where(NAME, '=', name)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return latest?.environment_id;
}

/** Of the environment of a run; null where there was only one to choose. */
const NAME = sql<string | null>`json_extract(run.execution_environment, '$.environment')`;

export interface EnvironmentSummary extends StoredEnvironment {
  readonly firstSeen: string;
  /** Start of the latest run in it; `null` if none is left. */
  readonly lastSeen: string | null;
  readonly runs: number;
  /** What runs in it called it, in `assay.yaml`; sorted. */
  readonly names: readonly string[];
}

/** Most recently used first. */
export async function listEnvironments(store: Store): Promise<EnvironmentSummary[]> {
  const rows = await store.db
    .selectFrom('environment')
    .leftJoin('run', 'run.environment_id', 'environment.id')
    .select(['environment.id', 'environment.identity', 'environment.first_seen'])
    .select(sql<string | null>`max(run.started_at)`.as('last_seen'))
    .select(sql<number>`count(run.id)`.as('runs'))
    .select(sql<string>`json_group_array(DISTINCT ${NAME}) FILTER (WHERE ${NAME} IS NOT NULL)`.as('names'))
    .groupBy('environment.id')
    .orderBy('last_seen', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    identity: JSON.parse(row.identity),
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    runs: row.runs,
    names: (JSON.parse(row.names) as string[]).sort(),
  }));
}
