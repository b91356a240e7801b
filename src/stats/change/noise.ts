/**
 * A model of how the noise of a history hangs together: an AR(1) process, seen with or without white noise on
 * top. It covers white noise, AR(1), ARMA(1,1) with a positive memory, random walks and the local-level model
 * (Durbin and Koopman 2012, ch. 2). The scale is free, only proportions are given.
 */
export interface NoiseModel {
  /** Coefficient of the AR(1) part, 0 to 1; 1 is a random walk. */
  readonly phi: number;
  /** Variance of its innovations. */
  readonly q: number;
  /** Variance of the white noise on top. */
  readonly h: number;
}

/** White noise. */
export const WHITE: NoiseModel = { phi: 0, q: 0, h: 1 };

/**
 * The models tried for each history: AR(1) of each memory, and each memory with the shares of white noise on
 * top. Dense enough that histories between two of them keep their rate of false steps (bench/simulate). Negative
 * memory is taken for none, which is conservative.
 */
export const AUTOREGRESSIVE: readonly NoiseModel[] = [0.15, 0.3, 0.45, 0.6, 0.75, 0.87, 0.95, 1].map(
  (phi) => ({
    phi,
    q: 1,
    h: 0,
  }),
);

export const BLURRED: readonly (readonly NoiseModel[])[] = [0.8, 0.95, 1].map((phi) =>
  [0.003, 0.01, 0.03, 0.1, 0.3, 1].map((q) => ({ phi, q, h: 1 })),
);

/** Where the data say nothing of the start: the variance before the first point, in units of q + h. */
const DIFFUSE = 1e7;

/** Gains of the Kalman filter are constant from some time on; they are kept up to then. */
interface Gains {
  /** Shares of the state and of the value that make the next state, by time. */
  readonly keep: Float64Array;
  readonly take: Float64Array;
  /** 1/√(variance of the surprise), by time. */
  readonly weight: Float64Array;
  /** ln(variance of the surprise), summed over all times but the first up to each. */
  readonly logDeterminant: Float64Array;
  /** ln(variance of the surprise) once settled. */
  readonly logSettled: number;
}

const SETTLED = 1e-10;
const known = new Map<NoiseModel, Gains>();

function gainsOf(model: NoiseModel): Gains {
  const found = known.get(model);
  if (found) return found;
  const { phi, q, h } = model;
  const keep: number[] = [];
  const take: number[] = [];
  const weight: number[] = [];
  const logDeterminant: number[] = [];
  let logSettled = 0;
  let variance = phi < 1 ? q / (1 - phi * phi) : DIFFUSE * (q + h);
  for (let t = 0; t < 400; t++) {
    const surprise = variance + h;
    const gain = surprise > 0 ? variance / surprise : 0;
    keep.push(phi * (1 - gain));
    take.push(phi * gain);
    weight.push(1 / Math.sqrt(surprise));
    logSettled = Math.log(surprise);
    logDeterminant.push(t === 0 ? 0 : logDeterminant[t - 1]! + logSettled);
    const next = phi * phi * variance * (1 - gain) + q;
    if (t > 1 && Math.abs(next - variance) < SETTLED * (q + h)) break;
    variance = next;
  }
  const gains = {
    keep: Float64Array.from(keep),
    take: Float64Array.from(take),
    weight: Float64Array.from(weight),
    logDeterminant: Float64Array.from(logDeterminant),
    logSettled,
  };
  known.set(model, gains);
  return gains;
}

/**
 * Turns correlated noise into uncorrelated noise of equal variance (the standardised surprises of the Kalman
 * filter; Durbin and Koopman 2012, ch. 2 and 7). The first entry is 0: all is conditional on the first point,
 * which a random walk cannot judge. Linear in `values`; writes to `out` and returns its sum of squares.
 */
export function whiten(values: Float64Array, model: NoiseModel, out: Float64Array): number {
  const { keep, take, weight } = gainsOf(model);
  const last = keep.length - 1;
  let state = take[0]! * values[0]!;
  let sum = 0;
  out[0] = 0;
  for (let t = 1; t < values.length; t++) {
    const at = t < last ? t : last;
    const value = values[t]!;
    const e = (value - state) * weight[at]!;
    out[t] = e;
    sum += e * e;
    state = keep[at]! * state + take[at]! * value;
  }
  return sum;
}

/** What {@link whiten} makes of a step from 0 to 1 at `from`. */
export function whitenedStep(n: number, from: number, model: NoiseModel): Float64Array {
  const { keep, take, weight } = gainsOf(model);
  const last = keep.length - 1;
  const out = new Float64Array(n);
  let state = 0;
  for (let t = from; t < n; t++) {
    const at = t < last ? t : last;
    out[t] = (1 - state) * weight[at]!;
    state = keep[at]! * state + take[at]!;
  }
  if (from === 0) out[0] = 0;
  return out;
}

/** The sum of squares that {@link whiten} would return, each surprise times its weight first. */
export function whitenedSquares(
  values: Float64Array,
  model: NoiseModel,
  weights: Float64Array | null,
): number {
  if (weights) return weightedSquares(values, model, weights);
  const { keep, take, weight } = gainsOf(model);
  const last = keep.length - 1;
  const early = Math.min(last, values.length);
  let state = take[0]! * values[0]!;
  let sum = 0;
  let t = 1;
  for (; t < early; t++) {
    const value = values[t]!;
    const e = (value - state) * weight[t]!;
    sum += e * e;
    state = keep[t]! * state + take[t]! * value;
  }
  // The same recursion, two points a turn, so that each turn waits for one product and one sum of the last only.
  const keepOne = keep[last]!;
  const takeOne = take[last]!;
  const keepBoth = keepOne * keepOne;
  const takeFirst = keepOne * takeOne;
  let odd = 0;
  let even = 0;
  for (; t + 1 < values.length; t += 2) {
    const value = values[t]!;
    const next = values[t + 1]!;
    const surprise = value - state;
    const nextSurprise = next - (keepOne * state + takeOne * value);
    odd += surprise * surprise;
    even += nextSurprise * nextSurprise;
    state = keepBoth * state + (takeFirst * value + takeOne * next);
  }
  if (t < values.length) odd += (values[t]! - state) ** 2;
  return sum + (odd + even) * weight[last]! ** 2;
}

function weightedSquares(values: Float64Array, model: NoiseModel, weights: Float64Array): number {
  const { keep, take, weight } = gainsOf(model);
  const last = keep.length - 1;
  let state = take[0]! * values[0]!;
  let sum = 0;
  for (let t = 1; t < values.length; t++) {
    const at = t < last ? t : last;
    const value = values[t]!;
    const e = (value - state) * weight[at]! * weights[t]!;
    sum += e * e;
    state = keep[at]! * state + take[at]! * value;
  }
  return sum;
}

/** Sum over all points but the first of ln(variance of the surprise): what the model costs besides its squares. */
export function logDeterminant(model: NoiseModel, n: number): number {
  const gains = gainsOf(model);
  const last = gains.logDeterminant.length - 1;
  const early = Math.min(n - 1, last);
  return gains.logDeterminant[early]! + (n - 1 - early) * gains.logSettled;
}
