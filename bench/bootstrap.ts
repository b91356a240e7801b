import { seededRandom } from '../src/core/random.ts';
import { median, quantileOfSorted, sorted } from '../src/stats/descriptive.ts';
import type { Pair } from './outcome.ts';

/** Confidence of the intervals on the page of results. */
export const CONFIDENCE = 0.95;

/** Enough that an end of a 95 % interval is itself drawn from the order statistics around the 250th. */
const RESAMPLES = 10_000;

/** Fixed: the same pairs give the same interval. */
const SEED = 1;

/**
 * The median of ours / theirs over the blocks, with its percentile bootstrap interval (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, ch. 13). Blocks are resampled whole, so what disturbed both sides of one
 * stays together.
 */
export function medianRatio(pairs: readonly Pair[]): { estimate: number; interval: [number, number] } {
  const ratios = pairs.map(({ ours, theirs }) => ours / theirs);
  const random = seededRandom(SEED);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[random.below(ratios.length)]!)),
  );
  const ascending = sorted(medians);
  const tail = (1 - CONFIDENCE) / 2;
  return {
    estimate: median(ratios),
    interval: [quantileOfSorted(ascending, tail), quantileOfSorted(ascending, 1 - tail)],
  };
}
