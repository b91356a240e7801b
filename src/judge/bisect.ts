import type { Estimate } from '../core/comparison.ts';

/** The change that is looked for: what the first comparison, of GOOD with BAD, found. */
export interface SoughtChange {
  readonly verdict: 'regression' | 'improvement';
  /** BAD / GOOD. */
  readonly ratio: number;
}

/**
 * Half-way between GOOD and BAD on the scale of ratios, as a tolerance: a commit beyond it is nearer to BAD. With
 * it a comparison is settled once its interval holds one of the two levels only.
 */
export function halfWay({ ratio }: SoughtChange): number {
  return Math.expm1(Math.abs(Math.log(ratio)) / 2);
}

/** Where a commit stands: `bad` has the change, `good` has not. */
export type Standing = 'good' | 'bad' | 'inconclusive';

/**
 * Reads the comparison of GOOD with a commit, made with the tolerance {@link halfWay}. Of a commit at GOOD's level
 * `bad` is a false alarm; of one at BAD's level `good` is an interval that misses the truth: for either the chance
 * is at most the error probability of the comparison. An interval that holds both levels says neither.
 */
export function standingOf(estimate: Estimate, change: SoughtChange): Standing {
  if (estimate.verdict === change.verdict) return 'bad';
  const [low, high] = estimate.interval;
  if (low === null || high === null) return 'inconclusive';
  const limit = 1 + halfWay(change);
  const short = change.ratio > 1 ? high < limit : low > 1 / limit;
  return short ? 'good' : 'inconclusive';
}

/** Comparisons that a straight history of `n` commits needs: one to see the change, then halving. */
export function plannedComparisons(n: number): number {
  return 1 + Math.ceil(Math.log2(Math.max(1, n)));
}

/** Most of the error probability is for the comparisons that are planned. */
const PLANNED_SHARE = 0.9;

/**
 * Error probability of the `k`-th comparison, from 0. The planned ones share nine tenths equally; should commits
 * that cannot be built, or merges, make more necessary, these have the rest, each half of what is left: all
 * together stay within `budget` however many there are (union bound).
 */
export function comparisonShare(budget: number, planned: number, k: number): number {
  if (k < planned) return (budget * PLANNED_SHARE) / planned;
  return budget * (1 - PLANNED_SHARE) * 2 ** -(k - planned + 1);
}

/**
 * The commit to look at next of `order`, which has those that halve the range best first. Beside commits that
 * could not be tested there are often more of them: with each the choice moves twice as far away. `null` when none
 * is left.
 */
export function nextToTest(
  order: readonly string[],
  bad: string,
  untestable: ReadonlySet<string>,
): string | null {
  const open = order.filter((commit) => commit !== bad);
  const left = open.filter((commit) => !untestable.has(commit));
  const skipped = open.length - left.length;
  return left[Math.min(2 ** skipped - 1, left.length - 1)] ?? null;
}
