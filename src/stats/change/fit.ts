import { bestNoise, costOf } from './likelihood.ts';
import { type Moments, meanOf, squaresOf } from './moments.ts';
import { type NoiseModel, whiten } from './noise.ts';
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

/** Maximum likelihood over the noise models and, by generalised least squares, over levels and slope. */
export function fitLevels(series: Series, changes: readonly number[], sloped: boolean): Fit {
  const rough = roughResidual(series, changes, sloped);
  const first = bestNoise(rough.residual, series);
  if (first.noise.phi <= FORGETFUL && first.noise.h * first.noise.q === 0 && series.weights === null) {
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
  const fitted = regress(series, changes, sloped, noise);
  return { changes, sloped, ...fitted, ...costOf(fitted.residual, noise, series) };
}

type Levelled = Pick<Fit, 'residual' | 'slope'>;

/** Least squares as if the noise were white: enough to choose the noise model. */
function roughResidual({ values, moments }: Series, changes: readonly number[], sloped: boolean): Levelled {
  const residual = new Float64Array(values.length);
  const bounds = [0, ...changes, values.length];
  const slope = sloped ? commonSlope(moments, bounds).slope : 0;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const [from, to] = [bounds[i]!, bounds[i + 1]!];
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
    const [from, to] = [bounds[i]!, bounds[i + 1]!];
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

function regress(
  { values, weights }: Series,
  changes: readonly number[],
  sloped: boolean,
  noise: NoiseModel,
): Levelled {
  const n = values.length;
  const columns = [0, ...changes].map((from) => step(n, from));
  if (sloped) columns.push(Float64Array.from({ length: n }, (_, t) => t / n));
  const whitened = columns.map((column) => {
    const out = new Float64Array(n);
    whiten(column, noise, out);
    if (weights) for (let t = 0; t < n; t++) out[t]! *= weights[t]!;
    return out;
  });
  const target = new Float64Array(n);
  whiten(values, noise, target);
  if (weights) for (let t = 0; t < n; t++) target[t]! *= weights[t]!;
  const starts = [0, ...changes, 0];
  const coefficients = solve(whitened, target, starts);
  const residual = values.slice();
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const by = coefficients[c]!;
    for (let t = starts[c]!; t < n; t++) residual[t]! -= by * column[t]!;
  }
  return { residual, slope: sloped ? coefficients[columns.length - 1]! / n : 0 };
}

function step(n: number, from: number): Float64Array {
  return new Float64Array(n).fill(1, from);
}
