import { mean } from '../descriptive.ts';
import { normalQuantile } from '../normal.ts';
import type { Fit } from './fit.ts';
import type { NoiseModel } from './noise.ts';
import type { Prepared } from './prepare.ts';

/** One level with the error of its estimate, in the metric's unit. */
export interface LevelEstimate {
  readonly from: number;
  readonly to: number;
  /** Mean of the values with wild points drawn in (a Huber-type mean). */
  readonly level: number;
  /** Standard error, with the memory of the noise counted. */
  readonly error: number;
}

/** The levels between the steps of a fit. Under a slope, each at its own middle. */
export function estimateLevels({ series, clipped }: Prepared, fit: Fit): LevelEstimate[] {
  const bounds = [0, ...fit.changes, series.values.length];
  const spread = residualSpread(fit, bounds.length - 1);
  const inflation = inflationOf(fit.noise);
  return bounds.slice(1).map((to, i) => {
    const from = bounds[i]!;
    const effective = Math.max(1, (to - from) / inflation);
    return {
      from,
      to,
      level: mean(clipped.subarray(from, to)),
      error: (series.unit * spread) / Math.sqrt(effective),
    };
  });
}

/** A level where its stretch meets position `at`: under a slope it differs from that at its middle. */
export function levelAt(estimate: LevelEstimate, at: number, slope: number): LevelEstimate {
  const middle = (estimate.from + estimate.to - 1) / 2;
  return { ...estimate, level: estimate.level + slope * (at - middle) };
}

/**
 * How many times the variance of a mean exceeds that of independent values, 1 + 2 Σ ρ_k: with ρ_1 of the model
 * falling by φ a step. Infinite for a random walk, whose mean no number of points makes surer.
 */
function inflationOf({ phi, q, h }: NoiseModel): number {
  if (phi >= 1) return Number.POSITIVE_INFINITY;
  const memory = q / (1 - phi * phi);
  return 1 + (2 * phi * memory) / ((memory + h) * (1 - phi));
}

function residualSpread({ residual, sloped }: Fit, levels: number): number {
  let sum = 0;
  for (let t = 0; t < residual.length; t++) sum += residual[t]! * residual[t]!;
  const freedom = residual.length - levels - (sloped ? 1 : 0);
  return Math.sqrt(sum / Math.max(1, freedom));
}

/** Two-sided quantile of Student's t: Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5). */
export function studentQuantile(confidence: number, freedom: number): number {
  const z = normalQuantile((1 + confidence) / 2);
  const v = Math.max(1, freedom);
  const first = (z ** 3 + z) / (4 * v);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v * v);
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3);
  return z + first + second + third;
}
