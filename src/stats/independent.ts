import type { Estimate, Judgement } from '../core/comparison.ts';
import type { Warning } from '../core/warning.ts';
import { checkJudgement, checkSamples } from './check.ts';
import { exactEstimate } from './exact.ts';
import { differenceSteps, LOG_STEPS, logSteps, roundAwayFromZero } from './grid.ts';
import { minimumSamples, rankSumCritical } from './rank-sum.ts';
import { tooFewReason } from './reasons.ts';
import { kthDifference } from './select.ts';
import { allPositive, estimateFromShift, NO_INTERVAL, type Shift } from './shift.ts';

/**
 * Compares two independent samples, once, at `judgement.alpha`: no interim looks. The samples of both sides
 * are taken as exchangeable; see {@link betweenRunsUnseen}.
 *
 * Estimate: the Hodges–Lehmann median of all ln(candidate_j / baseline_i). Interval: inversion of the
 * Wilcoxon–Mann–Whitney rank-sum test (Hodges and Lehmann 1963; Hollander and Wolfe, §4.2–4.3).
 *
 * Throws `input` for samples that are not finite and settings out of range.
 */
export function independentEstimate(
  baseline: readonly number[],
  candidate: readonly number[],
  judgement: Judgement,
): Estimate {
  checkSamples(baseline, 'baseline');
  checkSamples(candidate, 'candidate');
  checkJudgement(judgement);
  const needed = minimumSamples(judgement.alpha);
  const have = `${baseline.length} and ${candidate.length} samples`;
  const tooFew = `${tooFewReason(have, judgement.alpha, needed)} on each side`;
  if (baseline.length === 0 || candidate.length === 0) return { ...NO_INTERVAL, reasons: [tooFew] };
  return (
    exactEstimate(baseline, candidate, judgement, needed) ??
    estimateFromShift(independentShift(baseline, candidate, judgement.alpha), baseline, judgement, tooFew)
  );
}

/** The doubt that belongs to every comparison of samples taken elsewhere, one run a side. */
export function betweenRunsUnseen(): Warning {
  return {
    kind: 'between-runs-unseen',
    message:
      'each side is one set of samples taken as exchangeable: the variance between runs was not seen, so the true error may be larger',
    hint: 'let `assay compare BASE CANDIDATE` measure both sides interleaved',
  };
}

/** Hodges–Lehmann shift and rank-sum interval; at least one sample on each side. */
export function independentShift(
  baseline: readonly number[],
  candidate: readonly number[],
  alpha: number,
): Shift {
  const log = allPositive(baseline, candidate);
  const steps = log ? LOG_STEPS : differenceSteps(baseline, candidate);
  const toSteps = log ? logSteps : (value: number) => roundAwayFromZero(value * steps);
  const xs = Float64Array.from(baseline, toSteps).sort();
  const ys = Float64Array.from(candidate, toSteps).sort();
  const difference = (k: number): number => kthDifference(xs, ys, k) / steps;
  const count = xs.length * ys.length;
  const k = rankSumCritical(xs.length, ys.length, alpha);
  return {
    scale: log ? 'log' : 'difference',
    centre: (difference(Math.floor((count + 1) / 2)) + difference(Math.floor(count / 2) + 1)) / 2,
    interval: k === 0 ? null : [difference(k), difference(count + 1 - k)],
  };
}
