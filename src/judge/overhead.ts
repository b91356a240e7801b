import type { Calibration, Overhead, OverheadRatio } from '../core/calibration.ts';
import { WORK_KINDS, type WorkKind } from '../core/work.ts';
import { hullOf } from '../stats/adjust.ts';
import { listCalibrations } from '../store/calibrations.ts';
import type { Store } from '../store/open.ts';

/** What an environment costs by the calibrations of it against this host that hold for both, by their ids. */
export function overheadIn(store: Store, id: string, hostId: string): Overhead {
  if (id === hostId) {
    return {
      status: 'unavailable',
      reason: 'plain processes of this host are what others are measured against',
    };
  }
  const calibrations = listCalibrations(store, { baselineId: hostId, candidateId: id });
  const time = WORK_KINDS.flatMap((kind) => {
    const ratios = calibrations.flatMap((calibration) => ratioOf(calibration, kind) ?? []);
    return ratios[0] ? [[kind, ratios[0]] as const] : [];
  });
  if (time.length === 0) {
    return { status: 'unavailable', reason: 'no probes of it were calibrated against this host as it is' };
  }
  const { baseline } = calibrations[0]!;
  return {
    status: 'measured',
    against: `${baseline.name} (${baseline.id})`,
    time: Object.fromEntries(time),
  };
}

/** `null` where the calibration has no interval of this kind of work. */
function ratioOf({ runId, rows }: Calibration, kind: WorkKind): OverheadRatio | null {
  const probes = rows.filter(
    ({ work, workload, metric, status }) =>
      work === kind && workload === null && metric === 'wall' && status === 'measured',
  );
  const { ratio, interval } = hullOf(probes);
  const [low, high] = interval;
  return ratio === null || low === null || high === null ? null : { calibration: runId, ratio, low, high };
}
