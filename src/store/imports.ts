import type { StatementSync } from 'node:sqlite';
import { type Case, caseKey } from '../core/case.ts';
import type { Revision } from '../core/measurement.ts';
import type { Direction } from '../core/metric.ts';
import { storeError } from './error.ts';
import { sampleDigest } from './measurements.ts';
import type { Store } from './open.ts';
import type { RunSettings, StatedSummary } from './records.ts';

/** Results that another tool measured, as one run: all of one commit and one time. */
export interface ImportedRun {
  readonly id: string;
  /** When it was measured, as far as the source says; else when it was imported. ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly settings: RunSettings;
  readonly environmentId: string;
  readonly version: string;
  /** `contentDigest` is that of the whole import: see `findImport`. */
  readonly candidate: Revision;
  readonly tolerance: number;
  /** Where it came from, for a person. */
  readonly command: string;
  readonly measurements: readonly StoredImport[];
}

export interface StoredImport {
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly samples: readonly number[];
  readonly summary: StatedSummary | null;
}

/** The runs that an import with this digest stored; empty where there was none. */
export async function findImport(store: Store, digest: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('run')
    .innerJoin('revision', 'revision.run_id', 'run.id')
    .select('run.id')
    .where('run.kind', '=', 'import')
    .where('revision.content_digest', '=', digest)
    .orderBy('run.id')
    .execute();
  return rows.map((row) => row.id);
}

/**
 * All of an import in one transaction: a process that dies leaves none of it. That each of millions of samples
 * has its measurement need not be looked up, since the same transaction has just written it.
 */
export function storeImport(store: Store, runs: readonly ImportedRun[]): void {
  try {
    store.connection.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE');
    const insert = statements(store);
    for (const run of runs) insertRun(insert, run);
    store.connection.exec('COMMIT');
  } catch (cause) {
    if (store.connection.isTransaction) store.connection.exec('ROLLBACK');
    throw storeError(cause, store.path);
  } finally {
    store.connection.exec('PRAGMA foreign_keys = ON');
  }
}

type Statements = Readonly<Record<'run' | 'revision' | 'measurement' | 'sample' | 'samples', StatementSync>>;

/** Samples a statement: with fewer the calls take most of the time, with more the binding of their values. */
const BATCH = 16;

function statements({ connection }: Store): Statements {
  return {
    run: connection.prepare(
      `INSERT INTO run (id, kind, status, started_at, finished_at, seed, settings, plan, environment_id,
         conditions, execution_environment, version)
       VALUES (?, 'import', 'completed', ?, ?, 0, ?, 'null', ?, 'null', 'null', ?)`,
    ),
    revision: connection.prepare(
      `INSERT INTO revision (run_id, side, label, "commit", parent, dirty, content_digest, committed_at, title)
       VALUES (?, 'candidate', ?, ?, NULL, 0, ?, ?, ?)`,
    ),
    measurement: connection.prepare(
      `INSERT INTO measurement (run_id, side, benchmark, case_key, subject, metric, unit, direction, status,
         judged, tolerance, command, warnings, digest, summary)
       VALUES (?, 'candidate', ?, ?, '', ?, ?, ?, 'measured', 1, ?, ?, '[]', ?, ?)`,
    ),
    sample: connection.prepare('INSERT INTO sample VALUES (?, ?, ?)'),
    samples: connection.prepare(
      `INSERT INTO sample VALUES ${Array.from({ length: BATCH }, (_, i) => `(?1, ?2 + ${i}, ?${i + 3})`).join(', ')}`,
    ),
  };
}

function insertRun(insert: Statements, run: ImportedRun): void {
  const { id, startedAt, finishedAt, settings, environmentId, version, candidate } = run;
  insert.run.run(id, startedAt, finishedAt, JSON.stringify(settings), environmentId, version);
  const { label, commit, contentDigest, committedAt, title } = candidate;
  insert.revision.run(id, label, commit, contentDigest, committedAt, title);
  for (const of of run.measurements) {
    const { lastInsertRowid } = insert.measurement.run(
      ...[id, of.benchmark, caseKey(of.case), of.metric, of.unit, of.direction],
      ...[run.tolerance, run.command, sampleDigest(of.samples)],
      of.summary === null ? null : JSON.stringify(of.summary),
    );
    insertSamples(insert, lastInsertRowid, of.samples);
  }
}

function insertSamples(insert: Statements, id: number | bigint, samples: readonly number[]): void {
  let seq = 0;
  for (; seq + BATCH <= samples.length; seq += BATCH) {
    insert.samples.run(id, seq, ...samples.slice(seq, seq + BATCH));
  }
  for (; seq < samples.length; seq++) insert.sample.run(id, seq, samples[seq]!);
}
