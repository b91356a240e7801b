import { caseKey } from '../core/case.ts';
import { advising, storeError } from './error.ts';
import type { Store } from './open.ts';
import type { SeriesKey } from './series.ts';

/** What an A/A measurement found of one series. */
export interface NoiseRecord {
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly runs: readonly string[];
  /** Variance between the medians of runs, of their logarithms. */
  readonly betweenRuns: { readonly variance: number; readonly freedom: number };
  /** The whole result, as `assay noise --json` gives it. */
  readonly result: unknown;
}

export type NoiseKey = Omit<SeriesKey, 'unit' | 'direction'> & { readonly environmentId: string };

export function saveNoise(store: Store, key: NoiseKey, record: NoiseRecord): void {
  try {
    store.connection
      .prepare(
        `INSERT INTO noise (environment_id, benchmark, case_key, subject, metric, measured_at, record)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(...columns(key), record.measuredAt, JSON.stringify(record));
  } catch (cause) {
    throw storeError(cause, store.path);
  }
}

/** The latest of a series in an environment; `null` if there is none. */
export function latestNoise(store: Store, key: NoiseKey): NoiseRecord | null {
  const row = advising(store.path, () =>
    store.connection
      .prepare(
        `SELECT record FROM noise
         WHERE environment_id = ? AND benchmark = ? AND case_key = ? AND subject = ? AND metric = ?
         ORDER BY measured_at DESC, id DESC LIMIT 1`,
      )
      .get(...columns(key)),
  ) as { record: string } | undefined;
  return row === undefined ? null : JSON.parse(row.record);
}

function columns({ environmentId, benchmark, case: params, subject, metric }: NoiseKey): string[] {
  return [environmentId, benchmark, caseKey(params), subject ?? '', metric];
}
