import { type Case, caseKey } from '../core/case.ts';
import { advising } from './error.ts';
import type { Store } from './open.ts';
import type { HistoryPoint } from './records.ts';

export interface HistoryQuery {
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  /** Only runs in this environment. */
  readonly environmentId?: string;
  /** The newest so many runs. */
  readonly limit?: number;
}

interface Row {
  id: number;
  run_id: string;
  started_at: string;
  commit: string | null;
  committed_at: string | null;
  title: string | null;
  dirty: number;
  environment_id: string;
  value: number;
}

/**
 * One point a run (its candidate), oldest first. The order statistics come from the samples themselves:
 * one indexed query brings them sorted by value within each measurement.
 */
export async function loadHistory(store: Store, query: HistoryQuery): Promise<HistoryPoint[]> {
  const rows = advising(store.path, () => select(store, query));
  const points: HistoryPoint[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start;
    while (end < rows.length && rows[end]!.id === rows[start]!.id) end++;
    points.push(point(rows.slice(start, end)));
    start = end;
  }
  return points;
}

function select(store: Store, query: HistoryQuery): Row[] {
  return store.connection
    .prepare(
      `WITH series AS (
         SELECT measurement.id, run.id AS run_id, run.started_at, run.environment_id
         FROM measurement JOIN run ON run.id = measurement.run_id
         WHERE benchmark = ? AND metric = ? AND case_key = ? AND side = 'candidate' AND measurement.status = 'measured'
           AND (? IS NULL OR run.environment_id = ?)
         ORDER BY run.started_at DESC, run.id DESC LIMIT ?
       )
       SELECT series.*, revision."commit", committed_at, title, dirty, sample.value
       FROM series
       JOIN revision ON revision.run_id = series.run_id AND revision.side = 'candidate'
       JOIN sample ON sample.measurement_id = series.id
       ORDER BY series.started_at, series.run_id, sample.value`,
    )
    .all(
      query.benchmark,
      query.metric,
      caseKey(query.case),
      query.environmentId ?? null,
      query.environmentId ?? null,
      query.limit ?? -1,
    ) as unknown as Row[];
}

function point(rows: readonly Row[]): HistoryPoint {
  const first = rows[0]!;
  return {
    runId: first.run_id,
    measurementId: first.id,
    startedAt: first.started_at,
    commit: first.commit,
    committedAt: first.committed_at,
    title: first.title,
    dirty: first.dirty === 1,
    environmentId: first.environment_id,
    n: rows.length,
    median: quantile(rows, 0.5),
    quartiles: [quantile(rows, 0.25), quantile(rows, 0.75)],
  };
}

/** Type 7 of Hyndman & Fan (1996), of rows sorted by value. */
function quantile(sorted: readonly Row[], probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below]!.value;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!.value;
  return low + (position - below) * (high - low);
}
