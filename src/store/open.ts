import { statSync } from 'node:fs';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Kysely } from 'kysely';
import { AssayError } from '../core/error.ts';
import { refuseDamaged } from './damage.ts';
import { kyselyOver } from './dialect.ts';
import { storeError } from './error.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';
import type { Tables } from './schema.ts';

/** An open store. Many processes may have the same file open. */
export interface Store extends AsyncDisposable {
  readonly path: string;
  readonly db: Kysely<Tables>;
  /** The connection beneath `db`, for prepared statements on the hot path and for backups. */
  readonly connection: DatabaseSync;
}

export interface OpenOptions {
  /** Neither create nor migrate; reading works on a read-only filesystem too. */
  readonly readonly?: boolean;
}

/** Another writer is waited for this long before an error: a sample is one small transaction. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens the database at `path`, creating or migrating it as needed. A file that is corrupted, not ours, or
 * written by a newer Assay is refused with advice and left as it is.
 */
export async function openStore(path: string, options: OpenOptions = {}): Promise<Store> {
  await checkReachable(path, options);
  const connection = options.readonly ? connectForReading(path) : connect(path, path, options);
  const db = kyselyOver(connection, path);
  return { path, db, connection, [Symbol.asyncDispose]: () => db.destroy() };
}

function connect(location: string | URL, path: string, options: OpenOptions): DatabaseSync {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(location, {
      readOnly: options.readonly ?? false,
      timeout: BUSY_TIMEOUT_MS,
    });
    prepare(connection, path, options);
    return connection;
  } catch (cause) {
    connection?.close();
    throw storeError(cause, path);
  }
}

/**
 * Readers of a write-ahead log keep files beside the database. Where these cannot be created nobody is
 * writing either, and without a log the file alone is the whole database
 * (https://www.sqlite.org/wal.html#read_only_databases).
 */
function connectForReading(path: string): DatabaseSync {
  try {
    return connect(path, path, { readonly: true });
  } catch (error) {
    const { errcode = 0 } = ((error as AssayError).cause ?? {}) as { errcode?: number };
    if (!NO_LOG.includes(errcode & 0xff)) throw error;
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
      throw new AssayError(
        'store',
        `the newest samples of ${path} are still in ${path}-wal, which needs writing`,
        {
          hint: 'copy both files to a writable folder and give the copy with --db',
          cause: error,
        },
      );
    }
    const unchanging = pathToFileURL(path);
    unchanging.searchParams.set('immutable', '1');
    return connect(unchanging, path, { readonly: true });
  }
}

/** SQLITE_READONLY, SQLITE_CANTOPEN and, on a full disk, SQLITE_IOERR: what a reader gets that cannot create the log's files. */
const NO_LOG: readonly number[] = [8, 10, 14];

async function checkReachable(path: string, options: OpenOptions): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw new AssayError('store', `${path} is a directory, not a database`);
  if (options.readonly) {
    if (!found) {
      throw new AssayError('inconclusive', `there is no database at ${path}: nothing has been measured yet`, {
        hint: 'measure first: assay run',
      });
    }
    return;
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    if (found) await access(path, constants.W_OK);
  } catch (cause) {
    throw storeError(cause, path);
  }
}

function prepare(connection: DatabaseSync, path: string, options: OpenOptions): void {
  const { version, application, empty } = readIdentity(connection);
  if (!empty && application !== APPLICATION_ID) {
    throw new AssayError('store', `${path} is an SQLite database, but not one of Assay's`, {
      hint: 'give another path with --db, or move the file away',
    });
  }
  if (version > MIGRATIONS.length) {
    throw new AssayError(
      'store',
      `${path} was written by a newer Assay (schema ${version}; this one knows ${MIGRATIONS.length})`,
      { hint: 'use the newer Assay, or give another database with --db; this one is left as it is' },
    );
  }
  connection.exec('PRAGMA foreign_keys = ON');
  if (options.readonly) {
    if (version < MIGRATIONS.length) {
      throw new AssayError('store', `${path} has schema ${version}; this Assay reads ${MIGRATIONS.length}`, {
        hint: 'make it writable: the next command brings it up to date',
      });
    }
    return;
  }
  // WAL lets readers go on while a sample is written; FULL makes each commit survive a power cut.
  if (version > 0 && version < MIGRATIONS.length) refuseDamaged({ connection, path });
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (version < MIGRATIONS.length) migrate(connection, version);
}

/** In one transaction: another process may be creating the tables at this moment. */
function readIdentity(connection: DatabaseSync): { version: number; application: number; empty: boolean } {
  const pragma = (name: string): number =>
    Number(Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  connection.exec('BEGIN');
  const version = pragma('user_version');
  const application = pragma('application_id');
  const empty = version === 0 && pragma('schema_version') === 0;
  connection.exec('COMMIT');
  return { version, application, empty };
}

function migrate(connection: DatabaseSync, from: number): void {
  // Putting a table in the place of another must not take the rows with it that refer to the old one
  // (https://www.sqlite.org/lang_altertable.html#otheralter); within a transaction this has no effect.
  connection.exec('PRAGMA foreign_keys = OFF');
  connection.exec('BEGIN EXCLUSIVE');
  try {
    // Another process may have migrated while we waited for the lock.
    const now = Number(Object.values(connection.prepare('PRAGMA user_version').get() ?? {})[0]);
    for (const migration of MIGRATIONS.slice(Math.max(from, now))) connection.exec(migration);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  } finally {
    connection.exec('PRAGMA foreign_keys = ON');
  }
}
