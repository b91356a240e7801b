import { createHash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import type { Selectable } from 'kysely';
import { type Case, caseKey } from '../core/case.ts';
import { AssayError } from '../core/error.ts';
import type { MeasurementKey, MeasurementStatus, Side } from '../core/measurement.ts';
import type { Direction } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import { advising, storeError } from './error.ts';
import type { Store } from './open.ts';
import type { ExecutionRecord, MeasurementRecord } from './records.ts';
import type { MeasurementTable } from './schema.ts';

export interface NewMeasurement extends MeasurementKey {
  readonly runId: string;
  readonly status: MeasurementStatus;
  readonly reason: string | null;
  readonly judged: boolean;
  readonly tolerance: number;
  readonly command: string;
}

/** Declares a measurement before its first sample and gives its id; an existing one (a resumed run) keeps its id. */
export async function declareMeasurement(store: Store, of: NewMeasurement): Promise<number> {
  const key = {
    run_id: of.runId,
    side: of.side,
    benchmark: of.benchmark,
    case_key: caseKey(of.case),
    subject: of.subject ?? '',
    metric: of.metric.name,
  };
  await store.db
    .insertInto('measurement')
    .values({
      ...key,
      unit: of.metric.unit,
      direction: of.metric.direction,
      status: of.status,
      reason: of.reason,
      judged: of.judged ? 1 : 0,
      tolerance: of.tolerance,
      command: of.command,
      warnings: '[]',
      digest: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  let query = store.db.selectFrom('measurement').select('id');
  for (const [column, value] of Object.entries(key))
    query = query.where(column as keyof typeof key, '=', value);
  return (await query.executeTakeFirstOrThrow()).id;
}

/** Completes a measurement: its digest fixes its samples from now on. */
export async function sealMeasurement(
  store: Store,
  id: number,
  seal: { status: MeasurementStatus; reason: string | null; warnings: readonly Warning[] },
): Promise<void> {
  const digest = sampleDigest(await loadSamples(store, id));
  await store.db
    .updateTable('measurement')
    .set({ status: seal.status, reason: seal.reason, warnings: JSON.stringify(seal.warnings), digest })
    .where('id', '=', id)
    .execute();
}

export interface NewExecution extends ExecutionRecord {
  readonly runId: string;
  /** One value for each metric measured, by measurement id. */
  readonly values: readonly (readonly [measurementId: number, value: number])[];
}

/**
 * Writes one execution with its samples in one transaction: when this returns they survive a power cut.
 * Prepared statements and no query builder, because it stands between two samples.
 */
export function sampleWriter(store: Store): (execution: NewExecution) => void {
  let statements: { execution: StatementSync; sample: StatementSync } | undefined;
  return (execution) => {
    statements ??= {
      execution: store.connection.prepare('INSERT INTO execution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      sample: store.connection.prepare('INSERT INTO sample VALUES (?, ?, ?)'),
    };
    try {
      store.connection.exec('BEGIN IMMEDIATE');
      statements.execution.run(
        execution.runId,
        execution.side,
        execution.benchmark,
        caseKey(execution.case),
        execution.seq,
        execution.block,
        execution.position,
        execution.startedAt,
        execution.exitCode,
        execution.signal,
        execution.otherLoad,
      );
      for (const [id, value] of execution.values) statements.sample.run(id, execution.seq, value);
      store.connection.exec('COMMIT');
    } catch (cause) {
      if (store.connection.isTransaction) store.connection.exec('ROLLBACK');
      throw storeError(cause, store.path);
    }
  };
}

/** All samples of a measurement at once, for results that come as a whole (files of other tools). */
export async function insertSamples(
  store: Store,
  measurementId: number,
  values: readonly number[],
): Promise<void> {
  try {
    const insert = store.connection.prepare('INSERT INTO sample VALUES (?, ?, ?)');
    store.connection.exec('BEGIN IMMEDIATE');
    for (let seq = 0; seq < values.length; seq++) insert.run(measurementId, seq, values[seq]!);
    store.connection.exec('COMMIT');
  } catch (cause) {
    if (store.connection.isTransaction) store.connection.exec('ROLLBACK');
    throw storeError(cause, store.path);
  }
}

/** Over the samples in order as IEEE 754 doubles: any changed, added or dropped sample changes it. */
export function sampleDigest(values: readonly number[]): string {
  return createHash('sha256').update(new Float64Array(values)).digest('hex');
}

/** In the order they were taken. */
export async function loadSamples(store: Store, measurementId: number): Promise<number[]> {
  const rows = advising(store.path, () =>
    store.connection
      .prepare('SELECT value FROM sample WHERE measurement_id = ? ORDER BY seq')
      .all(measurementId),
  );
  return (rows as { value: number }[]).map((row) => row.value);
}

/** In order, by their position among the executions: not every execution has a value of every metric. */
export function loadSampleRecords(store: Store, measurementId: number): Map<number, number> {
  const rows = advising(store.path, () =>
    store.connection
      .prepare('SELECT seq, value FROM sample WHERE measurement_id = ? ORDER BY seq')
      .all(measurementId),
  );
  return new Map((rows as { seq: number; value: number }[]).map(({ seq, value }) => [seq, value]));
}

/** The samples of a measurement in ascending order. */
export type SampleReader = (measurementId: number) => number[];

/** One statement for many measurements, and rows without names: a thousand runs are read in milliseconds. */
export function sampleReader(store: Store): SampleReader {
  const select = store.connection.prepare('SELECT value FROM sample WHERE measurement_id = ? ORDER BY value');
  select.setReturnArrays(true);
  return (measurementId) => (select.all(measurementId) as unknown as [number][]).map(([value]) => value);
}

/** All measurements of a run, judged metrics first within each case, in the order of the plan. */
export async function loadMeasurements(store: Store, runId: string): Promise<MeasurementRecord[]> {
  return queryMeasurements(store, 'run_id', runId);
}

export async function loadMeasurement(store: Store, id: number): Promise<MeasurementRecord> {
  const [found] = await queryMeasurements(store, 'id', id);
  if (!found) throw new AssayError('input', `there is no measurement ${id} in ${store.path}`);
  return found;
}

async function queryMeasurements(
  store: Store,
  column: 'run_id' | 'id',
  value: string | number,
): Promise<MeasurementRecord[]> {
  const rows = await store.db
    .selectFrom('measurement')
    .selectAll()
    .select((expression) =>
      expression
        .selectFrom('sample')
        .whereRef('sample.measurement_id', '=', 'measurement.id')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('n'),
    )
    .where(column, '=', value)
    .orderBy('id')
    .execute();
  return rows.map((row) => measurementRecord(row, row.n ?? 0));
}

function measurementRecord(row: Selectable<MeasurementTable>, n: number): MeasurementRecord {
  return {
    id: row.id,
    runId: row.run_id,
    side: row.side as Side,
    benchmark: row.benchmark,
    case: JSON.parse(row.case_key),
    subject: row.subject === '' ? null : row.subject,
    metric: row.metric,
    unit: row.unit,
    direction: row.direction as Direction,
    status: row.status as MeasurementStatus,
    reason: row.reason,
    judged: row.judged === 1,
    tolerance: row.tolerance,
    command: row.command,
    warnings: JSON.parse(row.warnings),
    n,
    digest: row.digest,
    summary: row.summary === null ? null : JSON.parse(row.summary),
  };
}

/** All executions of a run, or of one case of it, in the order of benchmark, case, side, sequence. */
export async function loadExecutions(
  store: Store,
  runId: string,
  only?: { readonly benchmark: string; readonly case: Case },
): Promise<ExecutionRecord[]> {
  let query = store.db.selectFrom('execution').selectAll().where('run_id', '=', runId);
  if (only) query = query.where('benchmark', '=', only.benchmark).where('case_key', '=', caseKey(only.case));
  const rows = await query.orderBy('benchmark').orderBy('case_key').orderBy('side').orderBy('seq').execute();
  return rows.map((row) => ({
    side: row.side as Side,
    benchmark: row.benchmark,
    case: JSON.parse(row.case_key),
    seq: row.seq,
    block: row.block,
    position: row.position,
    startedAt: row.started_at,
    exitCode: row.exit_code,
    signal: row.signal,
    otherLoad: row.other_load,
  }));
}
