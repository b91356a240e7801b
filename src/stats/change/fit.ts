import { bestAutoregression, bestBlurred, costOf } from './likelihood.ts';
import { type Moments, meanOf, squaresOf } from './moments.ts';
import { type NoiseModel, whiten, whitenedStep } from './noise.ts';
import { solve } from './solve.ts';

/** A series described as levels, with or without a common slope, plus noise of some memory. */
export interface Fit {
  /** First positions of each level but the first. */
  readonly changes: readonly number[];
  readonly sloped: boolean;
  readonly noise: NoiseModel;
  /** −2 log-likelihood up to a constant: smaller is better. */
  readonly cost: number;
  /** Change per point besides the steps; 0 without a slope. */
  readonly slope: number;
  /** Values minus levels and slope. */
  readonly residual: Float64Array;
  /** Variance of the whitened residuals. */
  readonly variance: number;
}

export interface Series {
  /** Centred, in units of `unit`. */
  readonly values: Float64Array;
  /** The range of the history in the metric's unit. */
  readonly unit: number;
  readonly moments: Moments;
  /** Below this variance nothing is told apart: the rounding of the numbers themselves. */
  readonly floor: number;
  /** 1 / relative scale of the noise at each point; `null` where the scale does not change. */
  readonly weights: Float64Array | null;
}

/**
 * Up to this memory plain means stand in for generalised least squares: a level of 10 points loses a tenth of
 * its information or less (Chipman 1979), some tenths in −2 log-likelihood where a step must gain 14 or more.
 */
const FORGETFUL = 0.6;

/** Whether levels are better told from the points beside a step than from their means. */
export function remembers({ phi, q, h }: NoiseModel): boolean {
  return phi > FORGETFUL || q * h > 0;
}

/**
 * Maximum likelihood over the noise models and, by generalised least squares, over levels and slope; above
 * the cost `hopeless` of plain means and AR(1) noise, no more is tried.
 */
export function fitLevels(
  series: Series,
  changes: readonly number[],
  sloped: boolean,
  hopeless = Number.POSITIVE_INFINITY,
): Fit {
  const rough = roughResidual(series, changes, sloped);
  const simple = bestAutoregression(rough.residual, series);
  if (simple.cost > hopeless) return { changes, sloped, ...rough, ...simple };
  const first = bestBlurred(rough.residual, series, simple);
  if (!remembers(first.noise) && series.weights === null) {
    return { changes, sloped, ...rough, ...first };
  }
  const fitted = regress(series, changes, sloped, first.noise);
  const second = costOf(fitted.residual, first.noise, series);
  return { changes, sloped, ...fitted, ...second };
}

/** The same with the noise model given. */
export function fitWithNoise(
  series: Series,
  changes: readonly number[],
  sloped: boolean,
  noise: NoiseModel,
): Fit {
  const plain = !remembers(noise) && series.weights === null;
  const fitted = plain ? roughResidual(series, changes, sloped) : regress(series, changes, sloped, noise);
  return { changes, sloped, ...fitted, ...costOf(fitted.residual, noise, series) };
}

type Levelled = Pick<Fit, 'residual' | 'slope'>;

/** Least squares as if the noise were white: enough to choose the noise model. */
function roughResidual({ values, moments }: Series, changes: readonly number[], sloped: boolean): Levelled {
  const residual = new Float64Array(values.length);
  const bounds = [0, ...changes, values.length];
  const slope = sloped ? commonSlope(moments, bounds).slope : 0;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const from = bounds[i]!;
    const to = bounds[i + 1]!;
    const level = meanOf(moments, from, to);
    const centre = (from + to - 1) / 2;
    for (let t = from; t < to; t++) residual[t] = values[t]! - level - slope * (t - centre);
  }
  return { residual, slope };
}

/** Least squares of one slope under all levels, and the sum of squares that it explains. */
function commonSlope(moments: Moments, bounds: readonly number[]): { slope: number; explains: number } {
  let products = 0;
  let squares = 0;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const from = bounds[i]!;
    const to = bounds[i + 1]!;
    const size = to - from;
    const centre = (from + to - 1) / 2;
    products += moments.products[to]! - moments.products[from]! - centre * size * meanOf(moments, from, to);
    squares += (size * (size * size - 1)) / 12;
  }
  if (squares === 0) return { slope: 0, explains: 0 };
  return { slope: products / squares, explains: (products * products) / squares };
}

/**
 * What a common slope gains in −2 log-likelihood if the noise is white; with a memory it gains less, since
 * memory explains slow movement too.
 */
export function slopeGain({ moments }: Series, changes: readonly number[], floor: number): number {
  const bounds = [0, ...changes, moments.n];
  let rest = moments.n * floor;
  for (let i = 0; i + 1 < bounds.length; i++) rest += squaresOf(moments, bounds[i]!, bounds[i + 1]!);
  const without = rest - commonSlope(moments, bounds).explains;
  return moments.n * Math.log(rest / Math.max(without, moments.n * floor));
}

/** Generalised least squares: least squares of the whitened values on the whitened steps and slope. */
function regress(
  { values, weights }: Series,
  changes: readonly number[],
  sloped: boolean,
  noise: NoiseModel,
): Levelled {
  const n = values.length;
  const starts = [0, ...changes];
  const columns = starts.map((start) => weighted(whitenedStep(n, start, noise), weights));
  if (sloped) {
    const line = Float64Array.from({ length: n }, (_, t) => t / n);
    columns.push(weighted(whitened(line, noise), weights));
  }
  const target = weighted(whitened(values, noise), weights);
  const coefficients = solve(columns, target, sloped ? [...starts, 0] : starts);
  const slope = sloped ? coefficients[starts.length]! / n : 0;
  const residual = new Float64Array(n);
  let level = 0;
  for (let i = 0; i < starts.length; i++) {
    level += coefficients[i]!;
    const to = starts[i + 1] ?? n;
    for (let t = starts[i]!; t < to; t++) residual[t] = values[t]! - level - slope * t;
  }
  return { residual, slope };
}

function whitened(values: Float64Array, noise: NoiseModel): Float64Array {
  const out = new Float64Array(values.length);
  whiten(values, noise, out);
  return out;
}

function weighted(column: Float64Array, weights: Float64Array | null): Float64Array {
  if (weights) for (let t = 0; t < column.length; t++) column[t]! *= weights[t]!;
  return column;
}
