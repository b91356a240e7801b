import type { Design } from '../core/comparison.ts';
import { loadExecutions, loadSamples } from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import type { ExecutionRecord, MeasurementRecord } from '../store/records.ts';
import type { Pairs } from './interleaved.ts';

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
