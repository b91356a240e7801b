import type { Design, Judgement } from '../core/comparison.ts';
import { summarize } from '../stats/descriptive.ts';
import { independentEstimate } from '../stats/independent.ts';
import { pairedEstimate } from '../stats/paired.ts';
import { loadExecutions, loadMeasurement, loadSamples } from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import type { ComparisonRecord, ExecutionRecord, MeasurementRecord } from '../store/records.ts';
import { loadRun } from '../store/runs.ts';
import type { Pairs } from './interleaved.ts';

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
  const estimate = (run.design === 'independent' ? independentEstimate : pairedEstimate)(
    pairs.baseline,
    pairs.candidate,
    judgement,
  );
  return {
    ...comparison,
    ...estimate,
    reasons: comparison.reasons,
    baseline: summarize(pairs.baseline),
    candidate: summarize(pairs.candidate),
    blocks: run.design === 'independent' ? comparison.blocks : pairs.baseline.length,
  };
}

/** The samples that were compared: of an interleaved run by complete blocks. */
export async function loadSides(
  store: Store,
  design: Design,
  baseline: MeasurementRecord,
  candidate: MeasurementRecord,
): Promise<Pairs> {
  const samples = {
    baseline: await loadSamples(store, baseline.id),
    candidate: await loadSamples(store, candidate.id),
  };
  if (design !== 'interleaved') return samples;
  return pairByBlock(samples, await loadExecutions(store, baseline.runId, baseline));
}

function pairByBlock(samples: Pairs, own: readonly ExecutionRecord[]): Pairs {
  const candidates = new Map(
    own.filter(({ side }) => side === 'candidate').map(({ block, seq }) => [block, samples.candidate[seq]]),
  );
  const pairs: { baseline: number[]; candidate: number[] } = { baseline: [], candidate: [] };
  for (const { side, block, seq } of own) {
    const [before, after] = [samples.baseline[seq], candidates.get(block)];
    if (side !== 'baseline' || before === undefined || after === undefined) continue;
    pairs.baseline.push(before);
    pairs.candidate.push(after);
  }
  return pairs;
}
