import type { Store } from './open.ts';

export interface BuildRecord {
  /** Digest of tree and build configuration; also the name of its folder. */
  readonly key: string;
  readonly status: 'building' | 'ready' | 'failed';
  readonly commit: string | null;
  readonly path: string;
  /** Path of the build's log; `null` where nothing had to be built. */
  readonly log: string | null;
  readonly seconds: number | null;
  readonly usedAt: string;
  /** The process that uses it now (`Owner` of platform/), or `null`. */
  readonly owner: unknown;
}

export async function saveBuild(store: Store, build: BuildRecord): Promise<void> {
  const row = {
    key: build.key,
    status: build.status,
    commit: build.commit,
    path: build.path,
    log: build.log,
    seconds: build.seconds,
    used_at: build.usedAt,
    owner: build.owner === null ? null : JSON.stringify(build.owner),
  };
  const { key: _, ...change } = row;
  await store.db
    .insertInto('build')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(change))
    .execute();
}

/** Least recently used first. */
export async function listBuilds(store: Store): Promise<BuildRecord[]> {
  const rows = await store.db.selectFrom('build').selectAll().orderBy('used_at').execute();
  return rows.map((row) => ({
    key: row.key,
    status: row.status as BuildRecord['status'],
    commit: row.commit,
    path: row.path,
    log: row.log,
    seconds: row.seconds,
    usedAt: row.used_at,
    owner: row.owner === null ? null : JSON.parse(row.owner),
  }));
}

export async function deleteBuild(store: Store, key: string): Promise<void> {
  await store.db.deleteFrom('build').where('key', '=', key).execute();
}
