/**
 * Rank statistics count ties, and floating-point noise must not make or break one: 4/2 and 2/1 are the same
 * change. So values are rounded to a grid of integers, on which sums and differences are exact.
 */

/** Steps of one unit of the logarithm: a resolution of 1.5e-11, far below that of any measurement. */
export const LOG_STEPS = 2 ** 36;

/** Logarithm of a positive value's ratio to another, in grid steps; exactly antisymmetric. */
export function logRatioSteps(candidate: number, baseline: number): number {
  return roundAwayFromZero((Math.log(candidate) - Math.log(baseline)) * LOG_STEPS);
}

/** Logarithm of a positive value in grid steps. */
export function logSteps(value: number): number {
  return roundAwayFromZero(Math.log(value) * LOG_STEPS);
}

/** Steps per unit for plain differences: the largest magnitude takes about as many steps as one log unit. */
export function differenceSteps(...sides: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const side of sides) for (const value of side) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : 2 ** (36 - Math.ceil(Math.log2(largest)));
}

/** Nearest integer, halves away from zero, so that −x rounds to −round(x). Never −0. */
export function roundAwayFromZero(value: number): number {
  return value < 0 ? 0 - Math.round(-value) : Math.round(value);
}
