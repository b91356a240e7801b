import type { Fit } from './fit.ts';

/**
 * What one step must gain, in −2 log-likelihood, so that about 1 % of histories without a step show one: set
 * between the rows of bench/simulate/change-threshold.ts, at or above nearly all noises and some points below
 * that of a wandering level under noise, which costs power elsewhere and shows a step in up to 4 % of 200 points. It
 * grows with the length, as a wandering level is told from steps worse the longer it wanders.
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
