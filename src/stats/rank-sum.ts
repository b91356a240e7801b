import { normalQuantile } from './normal.ts';

/**
 * Wilcoxon, Mann and Whitney's statistic U of two independent samples: the number of differences y_j − x_i
 * on one side of 0. Under exchangeability its distribution depends on the two sizes alone.
 */

/** Up to this product of the sizes the null distribution is computed exactly (at most 13 million additions). */
export const EXACT_PAIRS = 2500;

/**
 * The largest k with P(U ≤ k − 1) ≤ alpha / 2: the interval from the k-th smallest to the k-th largest
 * difference then covers the shift with probability ≥ 1 − alpha (Hollander and Wolfe, §4.3). 0 when the
 * samples are too few for alpha. Above {@link EXACT_PAIRS}, the normal approximation with continuity
 * correction, whose k is never larger (U's tails are lighter than normal ones).
 */
export function rankSumCritical(n: number, m: number, alpha: number): number {
  if (n === 0 || m === 0) return 0;
  if (n * m > EXACT_PAIRS) return approximateRankSumCritical(n, m, alpha);
  const key = `${Math.min(n, m)}:${Math.max(n, m)}:${alpha}`;
  let critical = remembered.get(key);
  if (critical === undefined) {
    critical = exactCritical(n, m, alpha);
    if (remembered.size >= 1000) remembered.clear();
    remembered.set(key, critical);
  }
  return critical;
}

/** The fewest samples on each side that can decide: complete separation has probability 2 / C(2n, n). */
export function minimumSamples(alpha: number): number {
  let n = 1;
  let separated = 1; // 2 / C(2, 1), and C(2n+2, n+1) = C(2n, n) · (2n+1)(2n+2)/(n+1)²
  while (separated > alpha) {
    separated *= (n + 1) ** 2 / ((2 * n + 1) * (2 * n + 2));
    n++;
  }
  return n;
}

/** P(U ≤ u) for u = 0 … ⌊nm/2⌋, by counting the partitions of u into at most n parts of at most m each. */
export function rankSumDistribution(n: number, m: number): Float64Array {
  const parts = Math.min(n, m);
  const largest = Math.max(n, m);
  const size = Math.floor((n * m) / 2) + 1;
  // counts[p][u]: ways to write u with exactly p parts, each from the sizes 1 … seen so far.
  const counts = Array.from({ length: parts + 1 }, () => new Float64Array(size));
  counts[0]![0] = 1;
  for (let part = 1; part <= largest; part++) {
    for (let p = 1; p <= parts; p++) {
      const fewer = counts[p - 1]!;
      const these = counts[p]!;
      for (let u = part; u < size; u++) these[u]! += fewer[u - part]!;
    }
  }
  return cumulated(counts, size, binomial(n + m, parts));
}

/** {@link rankSumCritical} by the normal approximation. */
export function approximateRankSumCritical(n: number, m: number, alpha: number): number {
  const sd = Math.sqrt((n * m * (n + m + 1)) / 12);
  return Math.max(0, Math.floor((n * m) / 2 + normalQuantile(alpha / 2) * sd - 0.5) + 1);
}

const remembered = new Map<string, number>();

function exactCritical(n: number, m: number, alpha: number): number {
  const distribution = rankSumDistribution(n, m);
  let k = 0;
  while (k < distribution.length && distribution[k]! <= alpha / 2) k++;
  return k;
}

function cumulated(counts: readonly Float64Array[], size: number, all: number): Float64Array {
  const distribution = new Float64Array(size);
  let sum = 0;
  for (let u = 0; u < size; u++) {
    for (const row of counts) sum += row[u]!;
    distribution[u] = sum / all;
  }
  return distribution;
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
