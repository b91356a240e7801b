import type { Fit } from './fit.ts';

/**
 * What one step must gain, in −2 log-likelihood, so that 1 % of histories without a step show one: the
 * calibration of bench/simulate/change-threshold.ts, over white, autocorrelated, wandering, heavy-tailed and
 * drifting noise. It grows with the length of the history, as the places for a step by chance do, and because
 * a wandering level is told from steps only by long histories.
 */
const AT_ONE_PERCENT = { short: 13, perDoubling: 1.75, from: 50, most: 22 };

/** The tail of the gain under noise falls by e within this much: 2 for a χ² statistic; simulated: 2.2. */
const TAIL = 2.2;

/** Each step after the first must add this, before it is tested by itself. */
export const NEXT_STEP = 14;

/**
 * Noise with a memory is the simpler tale of a wandering history: steps that still leave a memory must gain
 * this much more. Simulated: it brings the thresholds of white and of autocorrelated noise together.
 */
const MEMORY = 4;

/** The gain that a step needs in a history of n points, for a false-change rate per series. */
export function neededGain(n: number, falseRate: number): number {
  const { short, perDoubling, from, most } = AT_ONE_PERCENT;
  const atOnePercent = Math.min(most, Math.max(short, short + perDoubling * Math.log2(n / from)));
  return Math.max(LEAST, atOnePercent + TAIL * Math.log(0.01 / falseRate));
}

/** Below this gain, places by chance are so many that the tail is not exponential any more. */
const LEAST = 6;

/** The chance of a gain like this in a history without a step. At most 1. */
export function chanceOf(gain: number, n: number): number {
  return Math.min(1, 0.01 * Math.exp((neededGain(n, 0.01) - gain) / TAIL));
}

/** What the steps of `fit` gain over `without`. */
export function gainOf(fit: Fit, without: Fit): number {
  return without.cost - fit.cost - (fit.noise.phi > 0 ? MEMORY : 0);
}
