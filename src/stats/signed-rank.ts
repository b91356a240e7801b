import { normalQuantile } from './normal.ts';

/**
 * Wilcoxon's signed-rank statistic W of n differences: the number of Walsh averages (d_i + d_j)/2, i ≤ j,
 * on one side of 0 (Tukey 1949). Under independent fair signs its distribution depends on n alone.
 */

/** Up to here the null distribution is computed exactly (some 16 million additions at the limit). */
export const EXACT_BLOCKS = 400;

/**
 * The largest k with P(W ≤ k − 1) ≤ alpha / 2: the interval from the k-th smallest to the k-th largest Walsh
 * average then covers with probability ≥ 1 − alpha (Hollander and Wolfe, Nonparametric Statistical Methods,
 * §3.3). 0 when n is too small for alpha: no bounded interval exists.
 *
 * Above {@link EXACT_BLOCKS}, the normal approximation with continuity correction; W has lighter tails than
 * the normal distribution, so its k is never larger than the exact one (a test compares them).
 */
export function signedRankCritical(n: number, alpha: number): number {
  if (n < minimumBlocks(alpha)) return 0;
  const key = `${n}:${alpha}`;
  let critical = remembered.get(key);
  if (critical === undefined) {
    critical = n <= EXACT_BLOCKS ? exactCritical(n, alpha) : approximateCritical(n, alpha);
    if (remembered.size >= 1000) remembered.clear();
    remembered.set(key, critical);
  }
  return critical;
}

/** The fewest blocks that can decide at this two-sided alpha: all n signs agree with probability 2·2^−n. */
export function minimumBlocks(alpha: number): number {
  let n = 1;
  while (2 * 2 ** -n > alpha) n++;
  return n;
}

/** P(W ≤ w) for w = 0 … ⌊n(n+1)/4⌋, by counting the subsets of {1 … n} with each sum. n ≤ 1000. */
export function signedRankDistribution(n: number): Float64Array {
  const size = Math.floor((n * (n + 1)) / 4) + 1;
  const subsets = new Float64Array(size);
  subsets[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    const reach = Math.min(size - 1, (rank * (rank + 1)) / 2);
    for (let sum = reach; sum >= rank; sum--) subsets[sum]! += subsets[sum - rank]!;
  }
  const all = 2 ** n;
  let cumulated = 0;
  return subsets.map((count) => {
    cumulated += count;
    return cumulated / all;
  });
}

/** {@link signedRankCritical} by the normal approximation. */
export function approximateCritical(n: number, alpha: number): number {
  const mean = (n * (n + 1)) / 4;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
  return Math.max(0, Math.floor(mean + normalQuantile(alpha / 2) * sd - 0.5) + 1);
}

const remembered = new Map<string, number>();

function exactCritical(n: number, alpha: number): number {
  const distribution = signedRankDistribution(n);
  let k = 0;
  while (k < distribution.length && distribution[k]! <= alpha / 2) k++;
  return k;
}
