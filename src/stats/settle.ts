import type { Estimate, Judgement } from '../core/comparison.ts';
import { median, medianAbsoluteDeviation, standardDeviation } from './descriptive.ts';
import { normalQuantile } from './normal.ts';
import { checkPairs } from './paired.ts';
import { allPositive } from './shift.ts';
import { minimumBlocks } from './signed-rank.ts';
import { insideBand } from './verdict.ts';

/**
 * Whether an interim look may end the sampling: a regression, an improvement, or an `unchanged` whose whole
 * interval lies in the band. An interval that merely excludes 1 with the ratio in the band goes on to the
 * budget: the estimate may yet leave the band.
 */
export function settles(estimate: Estimate, tolerance: number): boolean {
  switch (estimate.verdict) {
    case 'regression':
    case 'improvement':
      return true;
    case 'unchanged':
      return insideBand(estimate.interval[0], estimate.interval[1], tolerance);
    case 'inconclusive':
      return false;
  }
}

/**
 * About how many blocks in all would settle the comparison at `judgement.alpha`, from the spread seen so far:
 * the n at which the half width z·s·√(π/3)/√n of the interval (π/3: the Hodges–Lehmann estimate's variance
 * relative to the mean's, for normal differences) no longer holds both no change and a change of δ. Never
 * less than alpha allows at all. `null` with fewer than two blocks, or with values that have no logarithm.
 *
 * A forecast for people and progress bars; no verdict rests on it.
 */
export function blocksNeeded(
  baseline: readonly number[],
  candidate: readonly number[],
  { alpha, tolerance }: Pick<Judgement, 'alpha' | 'tolerance'>,
): number | null {
  checkPairs(baseline, candidate);
  if (baseline.length < 2 || !allPositive(baseline, candidate)) return null;
  const logRatios = baseline.map((from, i) => Math.log(candidate[i]! / from));
  const room = roomFor(Math.abs(median(logRatios)), Math.log1p(tolerance));
  const spread = robustSpread(logRatios);
  const halfWidthOfOne = normalQuantile(1 - alpha / 2) * spread * Math.sqrt(Math.PI / 3);
  const needed = spread === 0 ? 0 : Math.ceil((halfWidthOfOne / room) ** 2);
  return Number.isFinite(needed) ? Math.max(minimumBlocks(alpha), needed) : null;
}

/** The half width that settles a change of this size: short of no change, or short of the band's end. */
function roomFor(change: number, band: number): number {
  return Math.max(change, band - change);
}

/** 1.4826 · MAD, the sd of normal samples; the plain sd where more than half of the values are equal. */
function robustSpread(values: readonly number[]): number {
  return 1.4826 * medianAbsoluteDeviation(values) || standardDeviation(values);
}
