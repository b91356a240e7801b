import { rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

/** The two tables that measuring writes, as anyone would make them, with the store's synchronisation. */
const TABLES = `
  CREATE TABLE execution (
    run_id TEXT NOT NULL, side TEXT NOT NULL, benchmark TEXT NOT NULL, case_key TEXT NOT NULL,
    seq INTEGER NOT NULL, block INTEGER NOT NULL, position INTEGER NOT NULL, started_at TEXT NOT NULL,
    exit_code INTEGER, signal INTEGER, other_load REAL,
    PRIMARY KEY (run_id, side, benchmark, case_key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sample (
    measurement_id INTEGER NOT NULL, seq INTEGER NOT NULL, value REAL NOT NULL,
    PRIMARY KEY (measurement_id, seq)
  ) STRICT, WITHOUT ROWID;
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;`;

export async function newPeer(path: string): Promise<DatabaseSync> {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) await rm(file, { force: true });
  const database = new DatabaseSync(path);
  database.exec(TABLES);
  return database;
}

/** One transaction a measurement, one prepared statement. */
export function peerBatches(database: DatabaseSync, batches: readonly (readonly number[])[]): void {
  const insert = database.prepare('INSERT INTO sample VALUES (?, ?, ?)');
  for (const [id, values] of batches.entries()) {
    database.exec('BEGIN IMMEDIATE');
    for (let seq = 0; seq < values.length; seq++) insert.run(id + 1, seq, values[seq]!);
    database.exec('COMMIT');
  }
}

/** One transaction an execution: its row and one sample of each metric. */
export function peerExecutions(database: DatabaseSync, executions: number, metrics: number): void {
  const execution = database.prepare('INSERT INTO execution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const sample = database.prepare('INSERT INTO sample VALUES (?, ?, ?)');
  for (let seq = 0; seq < executions; seq++) {
    const startedAt = new Date().toISOString();
    database.exec('BEGIN IMMEDIATE');
    execution.run('run', 'candidate', 'bench', '{}', seq, seq, 0, startedAt, 0, null, null);
    for (let id = 1; id <= metrics; id++) sample.run(id, seq, seq / id);
    database.exec('COMMIT');
  }
}
