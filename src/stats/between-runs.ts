import type { Estimate, Judgement } from '../core/comparison.ts';
import { checkJudgement, checkSamples } from './check.ts';
import { mean } from './descriptive.ts';
import { exactEstimate } from './exact.ts';
import { independentShift } from './independent.ts';
import { minimumSamples, rankSumCritical } from './rank-sum.ts';
import { confidencePercent, counted } from './reasons.ts';
import { allPositive, estimateFromShift, NO_INTERVAL, type Shift } from './shift.ts';
import { studentQuantile } from './student.ts';

/** Variance between the centres of runs of one commit, of their logarithms, as it was measured elsewhere. */
export interface RunVariance {
  readonly variance: number;
  /** Degrees of freedom: the runs it is from, less one; > 0. */
  readonly freedom: number;
}

export interface StoredEstimate extends Estimate {
  /** Runs on each side, in all, that would show a change of the size of the tolerance; `null` where unknown. */
  readonly neededRuns: number | null;
  /** What the interval rests on. */
  readonly method: 'exact' | 'rank-sum' | 'student' | 'none';
}

/** A run says nothing of the variance between runs, so one on either side never decides. */
export const FEWEST_RUNS = 2;

/**
 * Compares runs of the past: each value is the centre (the median) of one run. The unit of analysis is the run, so
 * that what moves whole runs (layout, boot, neighbours) counts as noise; samples within a run do not.
 *
 * With enough runs, the rank-sum test and its Hodges–Lehmann shift (Hollander and Wolfe, §4.2–4.3), which only take
 * the runs of both sides as exchangeable. With fewer, Student's two-sample t of the logarithms (Student 1908; pooled
 * variance), which takes them as normal with one variance; `known` joins the pool by its degrees of freedom.
 */
export function storedEstimate(
  baseline: readonly number[],
  candidate: readonly number[],
  judgement: Judgement,
  known: RunVariance | null = null,
): StoredEstimate {
  checkSamples(baseline, 'runs of the baseline');
  checkSamples(candidate, 'runs of the candidate');
  checkJudgement(judgement);
  const enough = Math.min(baseline.length, candidate.length) >= FEWEST_RUNS;
  const exact = enough && exactEstimate(baseline, candidate, judgement, minimumSamples(judgement.alpha));
  if (exact) return { ...exact, method: 'exact', neededRuns: FEWEST_RUNS };
  const pool = allPositive(baseline, candidate) ? pooled(baseline, candidate, known) : null;
  const neededRuns = pool && runsNeeded(pool, judgement);
  const tooFew = tooFewRuns(baseline, candidate, judgement, neededRuns);
  if (!enough) return undecided(baseline, candidate, { tooFew, neededRuns });
  if (rankSumCritical(baseline.length, candidate.length, judgement.alpha) > 0) {
    const shift = independentShift(baseline, candidate, judgement.alpha);
    return { ...estimateFromShift(shift, baseline, judgement, tooFew), method: 'rank-sum', neededRuns };
  }
  if (pool === null) return undecided(baseline, candidate, { tooFew, neededRuns });
  const estimate = estimateFromShift(
    studentShift(baseline, candidate, pool, judgement.alpha),
    baseline,
    judgement,
    tooFew,
  );
  const advice = estimate.verdict === 'inconclusive' && neededRuns !== null ? [neededWords(neededRuns)] : [];
  return { ...estimate, reasons: [...estimate.reasons, ...advice], method: 'student', neededRuns };
}

/** Variance of the logarithms around their own side's mean, with what is known from elsewhere; `null` from nothing. */
function pooled(
  baseline: readonly number[],
  candidate: readonly number[],
  known: RunVariance | null,
): RunVariance | null {
  const sides = [baseline, candidate].filter((side) => side.length >= 2).map((side) => side.map(Math.log));
  const freedom = sides.reduce((sum, side) => sum + side.length - 1, known?.freedom ?? 0);
  if (freedom === 0) return null;
  const squares = sides.reduce(
    (sum, side) => {
      const centre = mean(side);
      return sum + side.reduce((inner, value) => inner + (value - centre) ** 2, 0);
    },
    (known?.variance ?? 0) * (known?.freedom ?? 0),
  );
  return { variance: squares / freedom, freedom };
}

function studentShift(
  baseline: readonly number[],
  candidate: readonly number[],
  { variance, freedom }: RunVariance,
  alpha: number,
): Shift {
  const centre = mean(candidate.map(Math.log)) - mean(baseline.map(Math.log));
  const error = Math.sqrt(variance * (1 / baseline.length + 1 / candidate.length));
  const reach = studentQuantile(alpha / 2, freedom) * error;
  return { scale: 'log', centre, interval: [centre - reach, centre + reach] };
}

/** The advice ends here: a machine that needs more runs needs quiet first. */
const MOST_RUNS = 1000;

/**
 * The fewest runs on each side whose t-test sees a change of δ with a power of 80 % (Bloom 1995, with quantiles of
 * t), if runs go on to vary as they did. `null` beyond {@link MOST_RUNS}.
 */
export function runsNeeded(
  { variance, freedom }: RunVariance,
  { alpha, tolerance }: Pick<Judgement, 'alpha' | 'tolerance'>,
): number | null {
  const change = Math.log1p(tolerance);
  const shows = (runs: number): boolean => {
    const own = Math.max(freedom, 2 * runs - 2);
    const error = Math.sqrt((2 * variance) / runs);
    return (studentQuantile(alpha / 2, own) + studentQuantile(0.2, own)) * error <= change;
  };
  if (tolerance === 0 || !shows(MOST_RUNS)) return null;
  let [low, high] = [FEWEST_RUNS - 1, MOST_RUNS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (shows(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function undecided(
  baseline: readonly number[],
  candidate: readonly number[],
  { tooFew, neededRuns }: { tooFew: string; neededRuns: number | null },
): StoredEstimate {
  const seen = baseline.length > 0 && candidate.length > 0 && allPositive(baseline, candidate);
  const ratio = seen ? Math.exp(mean(candidate.map(Math.log)) - mean(baseline.map(Math.log))) : null;
  return { ...NO_INTERVAL, ratio, reasons: [tooFew], method: 'none', neededRuns };
}

function tooFewRuns(
  baseline: readonly number[],
  candidate: readonly number[],
  { alpha }: Judgement,
  needed: number | null,
): string {
  const have = `${counted(baseline.length, 'run')} of the baseline and ${candidate.length} of the candidate`;
  const rest =
    needed === null
      ? `at least ${FEWEST_RUNS} of each are needed to see how much runs vary; ${minimumSamples(alpha)} of each decide at a confidence of ${confidencePercent(alpha)} whatever their distribution`
      : neededWords(needed);
  return `${have}: how much runs vary was not seen well enough; ${rest}`;
}

function neededWords(runs: number): string {
  return `about ${runs} runs on each side are needed for a change of the size of the tolerance`;
}
