import { access, copyFile, open, rename, rm } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { AssayError } from '../core/error.ts';
import { advising, storeError } from './error.ts';
import { loadSamples, sampleDigest } from './measurements.ts';
import { openStore, type Store } from './open.ts';

/**
 * A consistent copy of the database while others go on writing (SQLite's online backup), complete or not
 * there at all. The copy is a single file without a write-ahead log, so equal contents give equal bytes.
 */
export async function backupStore(store: Store, destination: string): Promise<void> {
  const partial = `${destination}.partial-${process.pid}`;
  try {
    await backup(store.connection, partial);
    const copy = new DatabaseSync(partial);
    copy.exec('PRAGMA journal_mode = DELETE');
    copy.close();
    await rename(partial, destination);
  } catch (cause) {
    await rm(partial, { force: true });
    throw storeError(cause, destination);
  }
}

/** Puts a backup in the place of the database at `path`; the file there must not exist unless `replace`. */
export async function restoreStore(
  source: string,
  path: string,
  options: { replace: boolean },
): Promise<void> {
  await using from = await openStore(source, { readonly: true });
  const problems = await checkStore(from);
  if (problems.length > 0) {
    throw new AssayError('store', `${source} is damaged: ${problems[0]}`, {
      hint: 'nothing was restored; use another backup',
    });
  }
  const replacing = await exists(path);
  if (replacing && !options.replace) {
    throw new AssayError('usage', `${path} exists already`, {
      hint: 'back it up first, then restore with --replace',
    });
  }
  if (replacing) refuseInUse(path);
  await copyClosed(from, `${path}.restored`);
  // A log left beside another database would be taken for its own.
  await rm(`${path}-wal`, { force: true });
  await rm(`${path}-shm`, { force: true });
  await rename(`${path}.restored`, path);
}

/** A backup is one closed file, copied byte for byte; a database in use is backed up first. */
async function copyClosed(from: Store, destination: string): Promise<void> {
  const mode = from.connection.prepare('PRAGMA journal_mode').get()?.journal_mode;
  if (mode === 'wal') return backupStore(from, destination);
  try {
    await copyFile(from.path, destination);
    await using copy = await open(destination, 'r+');
    await copy.sync();
  } catch (cause) {
    await rm(destination, { force: true });
    throw storeError(cause, destination);
  }
}

/** Leaving the write-ahead log needs the database for oneself: a way to ask whether another process has it open. */
function refuseInUse(path: string): void {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: 0 });
    connection.exec('PRAGMA journal_mode = DELETE');
  } catch (cause) {
    // What cannot be read at all is what one restores for.
    if (((cause as { errcode?: number }).errcode ?? 0) === BUSY) throw storeError(cause, path);
  } finally {
    connection?.close();
  }
}

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
const BUSY = 5;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Structure, references, and every sealed measurement's samples against their digest: one line a problem. */
export async function checkStore(store: Store): Promise<string[]> {
  const problems: string[] = [];
  try {
    for (const row of store.connection.prepare('PRAGMA integrity_check').all()) {
      if (row.integrity_check !== 'ok') problems.push(`structure: ${row.integrity_check}`);
    }
    for (const row of store.connection.prepare('PRAGMA foreign_key_check').all()) {
      problems.push(`reference: a row of ${row.table} points to a missing row of ${row.parent}`);
    }
    const sealed = await store.db
      .selectFrom('measurement')
      .select(['id', 'run_id', 'benchmark', 'metric', 'digest'])
      .where('digest', 'is not', null)
      .execute();
    for (const row of sealed) {
      if (sampleDigest(await loadSamples(store, row.id)) !== row.digest) {
        problems.push(
          `samples: ${row.benchmark} ${row.metric} of run ${row.run_id} (measurement ${row.id}) were changed`,
        );
      }
    }
  } catch (cause) {
    throw storeError(cause, store.path);
  }
  return problems;
}

export interface PruneResult {
  readonly removed: readonly string[];
  readonly kept: number;
  /** File size before and after, in bytes. */
  readonly bytes: readonly [before: number, after: number];
}

export interface Retention {
  /** Keep the newest so many runs. */
  readonly runs?: number;
  /** Keep runs started after this time (ISO 8601). */
  readonly since?: string;
}

/** Removes finished runs outside the retention, never a baseline's, and gives the space back to the disk. */
export async function pruneStore(store: Store, keep: Retention): Promise<PruneResult> {
  const size = (): number => {
    const read = (name: string) =>
      Number(Object.values(store.connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    return read('page_count') * read('page_size');
  };
  const before = size();
  const runs = await store.db
    .selectFrom('run')
    .select(['id', 'started_at', 'status'])
    .select((expression) =>
      expression
        .exists(expression.selectFrom('baseline').select('name').whereRef('run_id', '=', 'run.id'))
        .as('baseline'),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const removed = runs
    .filter((run, index) => {
      const recent =
        (keep.runs !== undefined && index < keep.runs) ||
        (keep.since !== undefined && run.started_at >= keep.since);
      return !recent && !run.baseline && run.status !== 'running';
    })
    .map((run) => run.id);
  if (removed.length > 0) {
    await store.db.transaction().execute(async (db) => {
      for (const id of removed) await db.deleteFrom('run').where('id', '=', id).execute();
    });
    advising(store.path, () => store.connection.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'));
  }
  return { removed, kept: runs.length - removed.length, bytes: [before, size()] };
}
