import { checkSamples } from './check.ts';
import { mean, median, medianAbsoluteDeviation } from './descriptive.ts';
import { normalQuantile } from './normal.ts';
import { allPositive } from './shift.ts';
import { leadingSlow } from './warm-up.ts';

/** How repeated runs of one program vary; standard deviations are relative (of logarithms). */
export interface RunNoise {
  readonly runs: number;
  /** Of single samples around the median of their run, robust. */
  readonly withinSd: number;
  /** Of the medians of runs: what counts against stored history. `null` for one run. */
  readonly runSd: number | null;
  /** The part of it that more samples a run would not take away. `null` for one run. */
  readonly betweenSd: number | null;
  /** Of neighbouring samples of a run, with its 95 % interval; `null` where nothing varies. */
  readonly autocorrelation: { readonly value: number; readonly interval: readonly [number, number] } | null;
  /** Samples at the start of a run that are slower than outliers are: the most of all runs. */
  readonly warmUp: number;
}

/** What makes the median absolute deviation of normal values their standard deviation. */
const NORMAL = 1.4826;

/**
 * Variance components of the samples of several runs, each in order of time, all values > 0 (`null` otherwise). The
 * variance between runs is that of their medians less what their samples explain: the moment estimate of a one-way
 * random-effects model (Searle, Casella and McCulloch 1992, §3.6), with the variance of a median, π/2 · s²/n for
 * normal samples, grown by their autocorrelation, (1 + ρ)/(1 − ρ) for a first-order process (Bartlett 1946).
 */
export function runNoise(
  runs: readonly (readonly number[])[],
  direction: 'lower' | 'higher',
): RunNoise | null {
  for (const samples of runs) checkSamples(samples, 'samples');
  if (runs.length === 0 || runs.some((samples) => samples.length < 2) || !allPositive(...runs)) return null;
  const logs = runs.map((samples) => samples.map(Math.log));
  const centres = logs.map(median);
  const residuals = logs.map((values, i) => values.map((value) => value - centres[i]!));
  const withinSd = NORMAL * median(residuals.map(medianAbsoluteDeviation));
  const autocorrelation = neighbours(residuals);
  const runVariance = runs.length < 2 ? null : varianceOf(centres);
  const memory = Math.max(0, Math.min(0.9, autocorrelation?.value ?? 0));
  const perRun = mean(residuals.map(({ length }) => ((Math.PI / 2) * withinSd ** 2) / length));
  const explained = (perRun * (1 + memory)) / (1 - memory);
  return {
    runs: runs.length,
    withinSd,
    runSd: runVariance === null ? null : Math.sqrt(runVariance),
    betweenSd: runVariance === null ? null : Math.sqrt(Math.max(0, runVariance - explained)),
    autocorrelation,
    warmUp: Math.max(...runs.map((samples) => leadingSlow(samples, direction))),
  };
}

export function varianceOf(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/**
 * Lag-one autocorrelation over all runs (Box and Jenkins 1976, §2.1.6), of residuals cut at three robust standard
 * deviations so that one wild sample does not decide; interval by Fisher's transformation (1921).
 */
function neighbours(residuals: readonly (readonly number[])[]): RunNoise['autocorrelation'] {
  let product = 0;
  let squares = 0;
  let pairs = 0;
  for (const own of residuals) {
    const limit = 3 * NORMAL * medianAbsoluteDeviation(own);
    const cut = own.map((value) => Math.max(-limit, Math.min(limit, value)));
    const centre = mean(cut);
    cut.forEach((value, i) => {
      squares += (value - centre) ** 2;
      if (i === 0) return;
      product += (value - centre) * (cut[i - 1]! - centre);
      pairs++;
    });
  }
  if (squares === 0 || pairs < 4) return null;
  const value = Math.max(-0.999, Math.min(0.999, product / squares));
  const reach = normalQuantile(0.975) / Math.sqrt(pairs - 3);
  return { value, interval: [Math.tanh(Math.atanh(value) - reach), Math.tanh(Math.atanh(value) + reach)] };
}
