import { isDeepStrictEqual } from 'node:util';
import { quantileOfSorted } from '../../src/stats/descriptive.ts';
import { loadHistory } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open.ts';
import { loadSeries, type SeriesKey } from '../../src/store/series.ts';

/** The one history that the bench stores. */
export const SERIES: SeriesKey = {
  benchmark: 'bench',
  case: {},
  subject: null,
  metric: 'wall',
  unit: 's',
  direction: 'lower',
};

export interface SqlPoint {
  readonly run_id: string;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** Type 7 of Hyndman and Fan (1996) in SQL: the two neighbours of each position, weighted. */
export function historyInSql(store: Store): SqlPoint[] {
  const at = (p: number): string => `sum(value * max(0, 1 - abs(place - (n - 1) * ${p})))`;
  return store.connection
    .prepare(
      `WITH placed AS (
         SELECT run.id AS run_id, run.started_at, revision."commit", title, value,
           row_number() OVER (PARTITION BY measurement.id ORDER BY value) - 1 AS place,
           count(*) OVER (PARTITION BY measurement.id) AS n
         FROM measurement
         JOIN run ON run.id = measurement.run_id
         JOIN revision ON revision.run_id = run.id AND revision.side = 'candidate'
         JOIN sample ON sample.measurement_id = measurement.id
         WHERE benchmark = ? AND metric = ? AND case_key = '{}' AND measurement.side = 'candidate'
       )
       SELECT run_id, "commit", title, n, ${at(0.25)} AS q1, ${at(0.5)} AS median, ${at(0.75)} AS q3
       FROM placed GROUP BY run_id ORDER BY started_at, run_id`,
    )
    .all(SERIES.benchmark, SERIES.metric) as unknown as SqlPoint[];
}

/** Twelve digits: the two add in a different order. */
function rounded(values: readonly number[]): string[] {
  return values.map((value) => value.toPrecision(12));
}

/** All three must tell the same of every run. */
export async function checkAgreement(store: Store, runs: number): Promise<void> {
  const sql = historyInSql(store).map(({ run_id, q1, median, q3 }) => [run_id, ...rounded([q1, median, q3])]);
  const series = loadSeries(store, SERIES).map(({ runId, values }) => [
    runId,
    ...rounded([0.25, 0.5, 0.75].map((p) => quantileOfSorted(values, p))),
  ]);
  const history = (await loadHistory(store, SERIES)).map(({ runId, quartiles, median }) => [
    runId,
    ...rounded([quartiles[0], median, quartiles[1]]),
  ]);
  if (sql.length !== runs || !isDeepStrictEqual(series, sql) || !isDeepStrictEqual(history, sql)) {
    throw new Error('the store and the SQL statement give different histories');
  }
}
