import { type Case, caseKey } from '../core/case.ts';
import type { Direction, Metric } from '../core/metric.ts';
import { advising } from './error.ts';
import { type SampleReader, sampleReader } from './measurements.ts';
import type { Store } from './open.ts';
import type { StatedSummary } from './records.ts';

/** One metric of one case of one subject: what has a history. */
export interface SeriesKey {
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
}

export interface StoredSeries extends SeriesKey {
  /** Whether its latest run judged it, or only recorded it. */
  readonly judged: boolean;
  /** δ of its latest run. */
  readonly tolerance: number;
}

/** What one run says of one commit: the samples of the side, or of both sides, that measured it. */
export interface SeriesPoint {
  readonly runId: string;
  readonly measurementIds: readonly number[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit: string | null;
  readonly committedAt: string | null;
  readonly title: string | null;
  readonly environmentId: string;
  /** In ascending order, in the metric's unit; empty where another tool kept no samples. */
  readonly values: readonly number[];
  /** The median of the samples; else the median that the source states, else its mean. */
  readonly centre: number;
  /** How many samples the centre is of; 0 where the source does not say. */
  readonly n: number;
}

/** A sealed measurement of a committed tree, not for a calibration: what may stand in a history. */
const EVIDENCE = `measurement.status = 'measured' AND measurement.digest IS NOT NULL AND revision.dirty = 0
  AND run.kind <> 'calibrate'`;

/** Where a side was measured. */
const ENVIRONMENT = 'coalesce(revision.environment_id, run.environment_id)';

/** Every series with evidence, in the order in which the series first appeared. */
export function listSeries(store: Store): StoredSeries[] {
  const rows = advising(store.path, () =>
    store.connection
      .prepare(
        `SELECT benchmark, case_key, subject, metric, unit, direction, judged, tolerance, max(measurement.id) AS latest
         FROM measurement
         JOIN run ON run.id = measurement.run_id
         JOIN revision ON revision.run_id = measurement.run_id AND revision.side = measurement.side
         WHERE ${EVIDENCE}
         GROUP BY benchmark, case_key, subject, metric, unit, direction
         ORDER BY min(measurement.id)`,
      )
      .all(),
  ) as unknown as SeriesRow[];
  return rows.map((row) => ({
    benchmark: row.benchmark,
    case: JSON.parse(row.case_key),
    subject: row.subject === '' ? null : row.subject,
    metric: row.metric,
    unit: row.unit,
    direction: row.direction as Direction,
    judged: row.judged === 1,
    tolerance: row.tolerance,
  }));
}

interface SeriesRow {
  benchmark: string;
  case_key: string;
  subject: string;
  metric: string;
  unit: string;
  direction: string;
  judged: number;
  tolerance: number;
}

/** Unit and direction of a metric as it was last measured in an environment; `null` if it never was. */
export function latestMetric(
  store: Store,
  of: Pick<SeriesKey, 'benchmark' | 'case' | 'metric'>,
  environmentId: string,
): Metric | null {
  const row = advising(store.path, () =>
    store.connection
      .prepare(
        `SELECT unit, direction FROM measurement JOIN run ON run.id = measurement.run_id
         WHERE benchmark = ? AND case_key = ? AND subject = '' AND metric = ?
         AND measurement.status = 'measured' AND run.environment_id = ?
         ORDER BY measurement.id DESC LIMIT 1`,
      )
      .get(of.benchmark, caseKey(of.case), of.metric, environmentId),
  ) as { unit: string; direction: string } | undefined;
  return row ? { name: of.metric, unit: row.unit, direction: row.direction as Direction } : null;
}

export interface PointFilter {
  readonly commit?: string;
  readonly environmentId?: string;
}

interface PointRow {
  id: number;
  run_id: string;
  started_at: string;
  commit: string | null;
  committed_at: string | null;
  title: string | null;
  environment_id: string;
  summary: string | null;
}

/**
 * One point for each run, commit and environment, oldest run first. A run that measured one commit on both of
 * its sides (an A/A comparison) gives one point: it is one run.
 */
export function loadSeries(store: Store, of: SeriesKey, filter: PointFilter = {}): SeriesPoint[] {
  return advising(store.path, () => {
    const rows = select(store, of, filter);
    const samplesOf = sampleReader(store);
    const points: SeriesPoint[] = [];
    for (let start = 0; start < rows.length; ) {
      const first = rows[start]!;
      let end = start;
      while (end < rows.length && samePoint(rows[end]!, first)) end++;
      const point = pointOf(rows.slice(start, end), samplesOf);
      if (point !== null) points.push(point);
      start = end;
    }
    return points;
  });
}

function samePoint(a: PointRow, b: PointRow): boolean {
  return a.run_id === b.run_id && a.commit === b.commit && a.environment_id === b.environment_id;
}

function select(store: Store, of: SeriesKey, filter: PointFilter): PointRow[] {
  return store.connection
    .prepare(
      `SELECT measurement.id, run.id AS run_id, run.started_at, revision."commit", committed_at, title,
         ${ENVIRONMENT} AS environment_id, measurement.summary
       FROM measurement
       JOIN run ON run.id = measurement.run_id
       JOIN revision ON revision.run_id = measurement.run_id AND revision.side = measurement.side
       WHERE benchmark = ? AND metric = ? AND case_key = ? AND subject = ? AND unit = ? AND direction = ?
         AND ${EVIDENCE}
         AND (? IS NULL OR revision."commit" = ?) AND (? IS NULL OR ${ENVIRONMENT} = ?)
       ORDER BY run.started_at, run.id, revision."commit", environment_id, measurement.id`,
    )
    .all(
      ...[of.benchmark, of.metric, caseKey(of.case), of.subject ?? '', of.unit, of.direction],
      ...[filter.commit ?? null, filter.commit ?? null],
      ...[filter.environmentId ?? null, filter.environmentId ?? null],
    ) as unknown as PointRow[];
}

function pointOf(rows: readonly PointRow[], samplesOf: SampleReader): SeriesPoint | null {
  const first = rows[0]!;
  const values = rows.flatMap(({ id }) => samplesOf(id));
  // Each measurement's samples come in order; only those of two need sorting together.
  if (rows.length > 1) values.sort((a, b) => a - b);
  const said = saidOf(values, first.summary);
  if (said === null) return null;
  return {
    runId: first.run_id,
    measurementIds: rows.map(({ id }) => id),
    startedAt: first.started_at,
    commit: first.commit,
    committedAt: first.committed_at,
    title: first.title,
    environmentId: first.environment_id,
    ...said,
  };
}

/** `null` where there is neither a sample nor a summary with a centre. */
function saidOf(
  values: readonly number[],
  summary: string | null,
): Pick<SeriesPoint, 'values' | 'centre' | 'n'> | null {
  const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]];
  if (low !== undefined && high !== undefined) {
    return { values, centre: low === high ? low : low + (high - low) / 2, n: values.length };
  }
  const stated = summary === null ? null : (JSON.parse(summary) as StatedSummary);
  const centre = stated?.median ?? stated?.mean ?? null;
  return centre === null ? null : { values, centre, n: stated?.n ?? 0 };
}
