import type { Judgement } from '../core/comparison.ts';
import { summarize } from '../stats/descriptive.ts';
import { independentEstimate } from '../stats/independent.ts';
import { pairedEstimate } from '../stats/paired.ts';
import { loadMeasurement } from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import type { ComparisonRecord } from '../store/records.ts';
import { loadRun } from '../store/runs.ts';
import { adjustedBy, adjustmentAgain } from './adjust.ts';
import { loadSides } from './sides.ts';

/**
 * Decides a stored comparison again from its samples and the settings it was decided with. It equals the
 * stored one unless a sample, the record or the method has changed.
 */
export async function rederive(store: Store, comparison: ComparisonRecord): Promise<ComparisonRecord> {
  const run = await loadRun(store, comparison.runId);
  const [baseline, candidate] = await Promise.all([
    loadMeasurement(store, comparison.baselineMeasurement),
    loadMeasurement(store, comparison.candidateMeasurement),
  ]);
  const failed = [baseline, candidate].some((side) => side.status !== 'measured');
  if (failed) return comparison;
  const pairs = await loadSides(store, run.design ?? 'independent', baseline, candidate);
  const judgement: Judgement = {
    tolerance: comparison.tolerance,
    alpha: comparison.alphaAtLook,
    direction: comparison.direction,
    unit: comparison.unit,
  };
  const measured = (run.design === 'independent' ? independentEstimate : pairedEstimate)(
    pairs.baseline,
    pairs.candidate,
    judgement,
  );
  const across =
    comparison.across && (await adjustmentAgain(store, comparison.across, comparison.metric, measured));
  return {
    ...comparison,
    ...(across ? adjustedBy(across, measured, judgement) : measured),
    ...(across && { across }),
    reasons: comparison.reasons,
    baseline: summarize(pairs.baseline),
    candidate: summarize(pairs.candidate),
    blocks: run.design === 'independent' ? comparison.blocks : pairs.baseline.length,
  };
}
