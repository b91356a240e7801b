import type { Calibration, CalibrationRow } from '../core/calibration.ts';
import { type Case, caseKey, caseLabel } from '../core/case.ts';
import type { Adjustment, Estimate, Judgement } from '../core/comparison.ts';
import type { WorkKind } from '../core/work.ts';
import { adjusted, type Factor, hullOf } from '../stats/adjust.ts';
import { pairedEstimate } from '../stats/paired.ts';
import { listCalibrations } from '../store/calibrations.ts';
import { loadMeasurement } from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import { loadSides } from './sides.ts';

/** What a comparison across environments needs a factor for. */
export interface AcrossSubject {
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  /** Digest of what is executed. */
  readonly workload: string;
  readonly work: WorkKind | null;
}

/** A calibration between two environments, in the direction asked for or against it. */
export interface Bridge {
  readonly calibration: Calibration;
  readonly inverted: boolean;
}

/** The part of a calibration that is of like work. */
export interface LikeWork {
  readonly bridge: Bridge;
  readonly rows: readonly CalibrationRow[];
}

/** The calibrations that hold between the environments of these ids, newest first. */
export function bridgesBetween(store: Store, baselineId: string, candidateId: string): Bridge[] {
  const there = listCalibrations(store, { baselineId, candidateId });
  const back = listCalibrations(store, { baselineId: candidateId, candidateId: baselineId });
  return [
    ...there.map((calibration) => ({ calibration, inverted: false })),
    ...back.map((calibration) => ({ calibration, inverted: true })),
  ].sort((a, b) => (a.calibration.measuredAt < b.calibration.measuredAt ? 1 : -1));
}

/**
 * The newest calibration by the very same case, for it shares all that matters; else the newest by probes of
 * the same kind of work. `null`: none is of like work.
 */
export function likeWork(bridges: readonly Bridge[], of: AcrossSubject): LikeWork | null {
  const rowsOf = (bridge: Bridge, isLike: (row: CalibrationRow) => boolean): CalibrationRow[] =>
    bridge.calibration.rows.filter(
      (row) => row.status === 'measured' && row.metric === of.metric && isLike(row),
    );
  const itself = (row: CalibrationRow): boolean =>
    row.workload === of.workload && row.benchmark === of.benchmark && caseKey(row.case) === caseKey(of.case);
  const alike = (row: CalibrationRow): boolean =>
    row.workload === null && of.work !== null && row.work === of.work;
  for (const isLike of [itself, alike]) {
    for (const bridge of bridges) {
      const rows = rowsOf(bridge, isLike);
      if (rows.length > 0) return { bridge, rows };
    }
  }
  return null;
}

/** The factor of this work at an error probability of `alpha`, computed from the samples of the calibration. */
export async function factorOf(store: Store, { bridge, rows }: LikeWork, alpha: number): Promise<Factor> {
  const factors: Factor[] = [];
  for (const row of rows) factors.push(await factorOfRow(store, row, alpha / rows.length));
  const factor = hullOf(factors);
  return bridge.inverted ? inverse(factor) : factor;
}

async function factorOfRow(store: Store, row: CalibrationRow, alpha: number): Promise<Factor> {
  const [baseline, candidate] = await Promise.all(row.measurements!.map((id) => loadMeasurement(store, id)));
  const pairs = await loadSides(store, 'interleaved', baseline!, candidate!);
  const { unit, direction } = row;
  const { ratio, interval } = pairedEstimate(pairs.baseline, pairs.candidate, {
    ...{ tolerance: 0, alpha, unit, direction },
  });
  return { ratio, interval };
}

function inverse({ ratio, interval: [low, high] }: Factor): Factor {
  const over = (value: number | null): number | null => (value === null ? null : 1 / value);
  return { ratio: over(ratio), interval: [over(high), over(low)] };
}

/** What is kept of an adjustment. */
export function adjustmentOf(
  { bridge, rows }: LikeWork,
  factor: Factor,
  alpha: number,
  measured: Estimate,
): Adjustment {
  return {
    calibration: bridge.calibration.runId,
    inverted: bridge.inverted,
    by: rows.map(nameOf),
    ...{ factor, alpha },
    measured: { ratio: measured.ratio, interval: measured.interval },
  };
}

/** The same with the factor computed again; the stored one where the calibration is not there any more. */
export async function adjustmentAgain(
  store: Store,
  stored: Adjustment,
  metric: string,
  measured: Estimate,
): Promise<Adjustment> {
  const calibration = listCalibrations(store).find(({ runId }) => runId === stored.calibration);
  if (!calibration) return { ...stored, measured: { ratio: measured.ratio, interval: measured.interval } };
  const rows = calibration.rows.filter((row) => row.metric === metric && stored.by.includes(nameOf(row)));
  const like: LikeWork = { bridge: { calibration, inverted: stored.inverted }, rows };
  return adjustmentOf(like, await factorOf(store, like, stored.alpha), stored.alpha, measured);
}

function nameOf({ benchmark, case: params }: CalibrationRow): string {
  return [benchmark, caseLabel(params)].filter(Boolean).join(' ');
}

/** The estimate in one environment; `look` has the error probability of what was measured alone. */
export function adjustedBy(
  { factor, alpha }: Pick<Adjustment, 'factor' | 'alpha'>,
  measured: Estimate,
  look: Judgement,
): Estimate {
  return adjusted(measured, factor, { ...look, alpha: look.alpha + alpha });
}
