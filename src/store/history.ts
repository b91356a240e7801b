import { type Case, caseKey } from '../core/case.ts';
import { advising } from './error.ts';
import { sampleReader } from './measurements.ts';
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
}

/** One point a run (its candidate), oldest first. The order statistics come from the samples themselves. */
export async function loadHistory(store: Store, query: HistoryQuery): Promise<HistoryPoint[]> {
  return advising(store.path, () => {
    const samplesOf = sampleReader(store);
    return select(store, query)
      .reverse()
      .flatMap((row) => {
        const values = samplesOf(row.id);
        return values.length === 0 ? [] : [point(row, values)];
      });
  });
}

/** Newest first. */
function select(store: Store, query: HistoryQuery): Row[] {
  return store.connection
    .prepare(
      `SELECT measurement.id, run.id AS run_id, run.started_at, run.environment_id,
              revision."commit", committed_at, title, dirty
       FROM measurement
       JOIN run ON run.id = measurement.run_id
       JOIN revision ON revision.run_id = run.id AND revision.side = measurement.side
       WHERE benchmark = ? AND metric = ? AND case_key = ? AND measurement.side = 'candidate'
         AND measurement.status = 'measured' AND run.kind <> 'calibrate' AND (? IS NULL OR run.environment_id = ?)
       ORDER BY run.started_at DESC, run.id DESC LIMIT ?`,
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

function point(row: Row, ascending: readonly number[]): HistoryPoint {
  return {
    runId: row.run_id,
    measurementId: row.id,
    startedAt: row.started_at,
    commit: row.commit,
    committedAt: row.committed_at,
    title: row.title,
    dirty: row.dirty === 1,
    environmentId: row.environment_id,
    n: ascending.length,
    median: quantile(ascending, 0.5),
    quartiles: [quantile(ascending, 0.25), quantile(ascending, 0.75)],
  };
}

/** Type 7 of Hyndman & Fan (1996), of values in ascending order. */
function quantile(ascending: readonly number[], probability: number): number {
  const position = (ascending.length - 1) * probability;
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (position - below) * (high - low);
}
