import type { Calibration } from '../core/calibration.ts';
import { AssayError } from '../core/error.ts';
import { advising, storeError } from './error.ts';
import type { Store } from './open.ts';
import { loadRun } from './runs.ts';

/** Keeps what a run of the kind `calibrate` found; its run and both environments are stored already. */
export function saveCalibration(store: Store, calibration: Calibration): void {
  const { runId, baseline, candidate, measuredAt } = calibration;
  try {
    store.connection
      .prepare(
        `INSERT OR REPLACE INTO calibration
           (run_id, baseline_environment, candidate_environment, measured_at, record)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(runId, baseline.id, candidate.id, measuredAt, JSON.stringify(calibration));
  } catch (cause) {
    throw storeError(cause, store.path);
  }
}

export interface CalibrationFilter {
  readonly baselineId?: string;
  readonly candidateId?: string;
  readonly limit?: number;
}

/** Newest first; only between the environments of these ids, in this direction, where they are given. */
export function listCalibrations(store: Store, filter: CalibrationFilter = {}): Calibration[] {
  const { baselineId = null, candidateId = null, limit = -1 } = filter;
  const rows = advising(store.path, () =>
    store.connection
      .prepare(
        `SELECT record FROM calibration
         WHERE (? IS NULL OR baseline_environment = ?) AND (? IS NULL OR candidate_environment = ?)
         ORDER BY measured_at DESC, run_id DESC LIMIT ?`,
      )
      .all(baselineId, baselineId, candidateId, candidateId, limit),
  ) as unknown as { record: string }[];
  return rows.map(({ record }) => JSON.parse(record) as Calibration);
}

/** The calibration of this run: its id, a unique beginning of one, or `latest`. */
export async function loadCalibration(store: Store, id: string): Promise<Calibration> {
  if (id === 'latest') {
    const [latest] = listCalibrations(store, { limit: 1 });
    if (latest) return latest;
    throw new AssayError('inconclusive', 'there is no calibration yet', {
      hint: 'measure one: assay calibrate',
    });
  }
  const run = await loadRun(store, id);
  const found = listCalibrations(store).find(({ runId }) => runId === run.id);
  if (found) return found;
  throw new AssayError('input', `run ${run.id} is no calibration, or one that did not end`, {
    hint: 'list them: assay calibrate list',
  });
}
