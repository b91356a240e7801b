/** The p-quantile of at least one value, interpolated linearly (Hyndman and Fan, 1996, type 7). */
export function quantile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The range of values that a picture draws to scale. */
export interface Window {
  readonly low: number;
  readonly high: number;
}

/**
 * The range of all samples, unless a few far ones would squeeze the rest into less than half of it: then the
 * samples within Tukey's outer fences (three interquartile ranges beyond the quartiles; Exploratory Data
 * Analysis, 1977). What lies outside is drawn at the edge and counted. At least one sample is needed.
 */
export function drawnWindow(sides: readonly (readonly number[])[]): Window {
  const fences = sides
    .filter((samples) => samples.length > 0)
    .map((samples) => {
      const [first, third] = [quantile(samples, 0.25), quantile(samples, 0.75)];
      return { low: first - 3 * (third - first), high: third + 3 * (third - first) };
    });
  const fence = {
    low: smallest(fences.map(({ low }) => low)),
    high: largest(fences.map(({ high }) => high)),
  };
  const all = sides.flat();
  const near = all.filter((value) => value >= fence.low && value <= fence.high);
  const whole = { low: smallest(all), high: largest(all) };
  const inner = { low: smallest(near), high: largest(near) };
  const squeezed = inner.high > inner.low && whole.high - whole.low > 2 * (inner.high - inner.low);
  return squeezed ? inner : whole;
}

/** Without spreading arguments, which a hundred thousand samples would overflow. */
function smallest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
