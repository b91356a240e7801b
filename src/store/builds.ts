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

/**
 * Takes a build for this process unless it is ready, or a living process is building it. One transaction, so
 * that of two processes that ask at once, one builds and the other waits.
 */
export async function claimBuild(
  store: Store,
  build: BuildRecord,
  isAlive: (owner: unknown) => boolean,
): Promise<'claimed' | 'ready' | 'busy'> {
  return store.db.transaction().execute(async (db) => {
    const found = await db
      .selectFrom('build')
      .select(['status', 'owner'])
      .where('key', '=', build.key)
      .executeTakeFirst();
    if (found?.status === 'ready') {
      // Seen in use, so that nobody who is making room takes it away.
      await db.updateTable('build').set({ used_at: build.usedAt }).where('key', '=', build.key).execute();
      return 'ready';
    }
    if (found?.status === 'building' && found.owner !== null && isAlive(JSON.parse(found.owner)))
      return 'busy';
    await saveBuild({ db }, build);
    return 'claimed';
  });
}

export async function saveBuild(store: Pick<Store, 'db'>, build: BuildRecord): Promise<void> {
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

/** Makes a build this process's own unless someone else has touched it since it was read. */
export async function takeOverBuild(store: Store, build: BuildRecord, owner: unknown): Promise<boolean> {
  const result = await store.db
    .updateTable('build')
    .set({ status: 'building', owner: JSON.stringify(owner) })
    .where('key', '=', build.key)
    .where('status', '=', build.status)
    .where('used_at', '=', build.usedAt)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
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
