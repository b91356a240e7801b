import type { Series } from './fit.ts';
import { AUTOREGRESSIVE, BLURRED, logDeterminant, type NoiseModel, WHITE, whitenedSquares } from './noise.ts';

/** How well a noise model describes residuals. */
export interface Likelihood {
  readonly noise: NoiseModel;
  /** Variance of the whitened residuals. */
  readonly variance: number;
  /** −2 log-likelihood up to a constant, conditional on the first point. */
  readonly cost: number;
}

export function costOf(residual: Float64Array, noise: NoiseModel, series: Series): Likelihood {
  return likelihood(residual.length, noise, whitenedSquares(residual, noise, series.weights), series.floor);
}

/** The best of white noise and AR(1): these share two sums over the residuals. */
export function bestAutoregression(residual: Float64Array, { floor, weights }: Series): Likelihood {
  const squaresOf = weights ? weightedSquares(residual, weights) : plainSquares(residual);
  const n = residual.length;
  let best = likelihood(n, WHITE, squaresOf(0), floor);
  for (const noise of AUTOREGRESSIVE) {
    const next = likelihood(n, noise, squaresOf(noise.phi), floor);
    if (next.cost < best.cost) best = next;
  }
  return best;
}

/** The best of `known` and the models with white noise on top: along its share the likelihood has one peak. */
export function bestBlurred(residual: Float64Array, series: Series, known: Likelihood): Likelihood {
  let best = known;
  for (const models of BLURRED) {
    const next = climb(models, (noise) => costOf(residual, noise, series));
    if (next.cost < best.cost) best = next;
  }
  return best;
}

function likelihood(n: number, noise: NoiseModel, squares: number, floor: number): Likelihood {
  const count = n - 1;
  const variance = squares / count + floor;
  return { noise, variance, cost: count * Math.log(variance) + logDeterminant(noise, n) };
}

/** Σ (r_t − φ r_{t−1})² from the second point on, for any φ. */
function plainSquares(residual: Float64Array): (phi: number) => number {
  const n = residual.length;
  let own = 0;
  let cross = 0;
  let last = residual[0]!;
  const first = last * last;
  for (let t = 1; t < n; t++) {
    const value = residual[t]!;
    own += value * value;
    cross += value * last;
    last = value;
  }
  const earlier = first + own - last * last;
  return (phi) => Math.max(0, own - 2 * phi * cross + phi * phi * earlier);
}

/** Σ w_t² (r_t − φ r_{t−1})² from the second point on, for any φ. */
function weightedSquares(residual: Float64Array, weights: Float64Array): (phi: number) => number {
  let own = 0;
  let cross = 0;
  let earlier = 0;
  for (let t = 1; t < residual.length; t++) {
    const weight = weights[t]! * weights[t]!;
    const value = residual[t]!;
    const last = residual[t - 1]!;
    own += weight * value * value;
    cross += weight * value * last;
    earlier += weight * last * last;
  }
  return (phi) => Math.max(0, own - 2 * phi * cross + phi * phi * earlier);
}

/** The best of models ordered by one parameter, from the middle uphill. */
function climb(models: readonly NoiseModel[], judge: (noise: NoiseModel) => Likelihood): Likelihood {
  let at = models.length >> 1;
  let best = judge(models[at]!);
  for (const towards of [-1, 1]) {
    let moved = false;
    for (let i = at + towards; i >= 0 && i < models.length; i += towards) {
      const next = judge(models[i]!);
      if (next.cost >= best.cost) break;
      best = next;
      at = i;
      moved = true;
    }
    if (moved) break;
  }
  return best;
}
