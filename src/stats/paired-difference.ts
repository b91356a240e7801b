import { checkProbability } from './check.ts';
import { differenceSteps, roundAwayFromZero } from './grid.ts';
import { normalQuantile, Z_POWER } from './normal.ts';
import { checkPairs, signedRankShift } from './paired.ts';

/** How far the candidate lies from the baseline, in the metric's unit. */
export interface Difference {
  /** `null` without pairs. */
  readonly difference: number | null;
  /** `null` where there are too few pairs for a bounded interval at this alpha. */
  readonly interval: readonly [number, number] | null;
  /** The smallest difference that would have been seen with a power of 80 %; `null` without an interval. */
  readonly minimumDetectable: number | null;
}

/**
 * The Hodges–Lehmann estimate of the differences of pairs, candidate − baseline, with the interval of
 * Wilcoxon's signed-rank test as in {@link pairedEstimate}: for what costs an amount and not a share, such as
 * the start of a process.
 */
export function pairedDifference(
  baseline: readonly number[],
  candidate: readonly number[],
  alpha: number,
): Difference {
  checkPairs(baseline, candidate);
  checkProbability(alpha, 'alpha');
  if (baseline.length === 0) return { difference: null, interval: null, minimumDetectable: null };
  const steps = differenceSteps(baseline, candidate);
  const differences = Float64Array.from(baseline, (from, i) =>
    roundAwayFromZero((candidate[i]! - from) * steps),
  ).sort();
  const { centre, interval } = signedRankShift(differences, steps, alpha);
  if (interval === null) return { difference: centre, interval, minimumDetectable: null };
  const halfWidth = (interval[1] - interval[0]) / 2;
  const margin = (Z_POWER * halfWidth) / normalQuantile(1 - alpha / 2);
  return { difference: centre, interval, minimumDetectable: halfWidth + margin };
}
