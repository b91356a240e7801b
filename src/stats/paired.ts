import type { Estimate, Judgement } from '../core/comparison.ts';
import { AssayError } from '../core/error.ts';
import { checkJudgement, checkSamples } from './check.ts';
import { exactEstimate } from './exact.ts';
import { differenceSteps, LOG_STEPS, logRatioSteps, roundAwayFromZero } from './grid.ts';
import { counted, tooFewReason } from './reasons.ts';
import { kthPairSum } from './select.ts';
import { allPositive, estimateFromShift, NO_INTERVAL, type Shift } from './shift.ts';
import { minimumBlocks, signedRankCritical } from './signed-rank.ts';

/**
 * Compares samples paired by block (or by position in two files) at one look; `judgement.alpha` is that
 * look's error probability. Sample i of both sides must come from block i, all blocks complete.
 *
 * Estimate: the Hodges–Lehmann median of the Walsh averages of d_i = ln(candidate_i / baseline_i) (Hodges and
 * Lehmann 1963). Interval: exact inversion of Wilcoxon's signed-rank test (Tukey 1949). With the order in each
 * block decided by a fair coin, equal programs give d_i fair signs whatever the drift, autocorrelation or
 * tails, so the test is valid without a model (Fisher 1935).
 *
 * Throws `input` for unequal lengths, samples that are not finite and settings out of range.
 */
export function pairedEstimate(
  baseline: readonly number[],
  candidate: readonly number[],
  judgement: Judgement,
): Estimate {
  checkPairs(baseline, candidate);
  checkJudgement(judgement);
  const needed = minimumBlocks(judgement.alpha);
  const tooFew = tooFewReason(counted(baseline.length, 'complete block'), judgement.alpha, needed);
  if (baseline.length === 0) return { ...NO_INTERVAL, reasons: [tooFew] };
  return (
    exactEstimate(baseline, candidate, judgement, needed) ??
    estimateFromShift(pairedShift(baseline, candidate, judgement.alpha), baseline, judgement, tooFew)
  );
}

/** Refuses sides of unequal length or with samples that are not finite numbers. */
export function checkPairs(baseline: readonly number[], candidate: readonly number[]): void {
  checkSamples(baseline, 'baseline');
  checkSamples(candidate, 'candidate');
  if (baseline.length === candidate.length) return;
  throw new AssayError(
    'input',
    `paired samples: the baseline has ${baseline.length} and the candidate ${candidate.length}`,
    { hint: 'give one sample of each side for every pair, or compare them as independent samples' },
  );
}

/** Hodges–Lehmann estimate and signed-rank interval of the differences by pair; at least one pair. */
export function pairedShift(baseline: readonly number[], candidate: readonly number[], alpha: number): Shift {
  const log = allPositive(baseline, candidate);
  const steps = log ? LOG_STEPS : differenceSteps(baseline, candidate);
  const differences = Float64Array.from(baseline, (from, i) =>
    log ? logRatioSteps(candidate[i]!, from) : roundAwayFromZero((candidate[i]! - from) * steps),
  ).sort();
  return { scale: log ? 'log' : 'difference', ...signedRankShift(differences, steps, alpha) };
}

/**
 * The median of the Walsh averages and the interval between two of them, in units of which `steps` make one;
 * `ascending` are whole steps, at least one of them.
 */
export function signedRankShift(
  ascending: Float64Array,
  steps: number,
  alpha: number,
): Pick<Shift, 'centre' | 'interval'> {
  const n = ascending.length;
  const walsh = (k: number): number => kthPairSum(ascending, k) / 2 / steps;
  const count = (n * (n + 1)) / 2;
  const k = signedRankCritical(n, alpha);
  return {
    centre: (walsh(Math.floor((count + 1) / 2)) + walsh(Math.floor(count / 2) + 1)) / 2,
    interval: k === 0 ? null : [walsh(k), walsh(count + 1 - k)],
  };
}
