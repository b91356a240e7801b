import { reorderedTo } from './order.ts';

/** Half the window in which the scale of the noise is taken as constant: a tenth of the series, at least this. */
const LEAST_REACH = 20;

/** Shorter histories say too little of a changing scale. */
const FEWEST = 60;

/**
 * Only a scale that changes by more than this factor counts. In white noise the scales of the windows vary by
 * chance up to a factor of 2; see the table of false alarms, where changing scales hold the rate with it.
 */
const NOTABLE = 2.2;

/**
 * The relative scale of the noise at each point (1 is that of the whole), from differences of
 * neighbours, which levels do not enter; `null` where it does not change notably.
 */
export function localScale(values: Float64Array): Float64Array | null {
  const n = values.length;
  if (n < FEWEST) return null;
  const moves = new Float64Array(n);
  for (let t = 1; t < n; t++) moves[t] = Math.abs(values[t]! - values[t - 1]!);
  moves[0] = moves[1]!;
  const usual = reorderedTo(moves.slice(), n >> 1);
  if (usual === 0) return null;
  const sums = new Float64Array(n + 1);
  // A step is one large move: cut to four usual ones, it does not look like noise.
  for (let t = 0; t < n; t++) sums[t + 1] = sums[t]! + Math.min(moves[t]!, 4 * usual);
  const reach = Math.max(LEAST_REACH, Math.floor(n / 10));
  const scale = new Float64Array(n);
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let t = 0; t < n; t++) {
    const from = Math.max(0, Math.min(t - reach, n - 2 * reach - 1));
    const to = Math.min(n, Math.max(t + reach + 1, 2 * reach + 1));
    const each = Math.max(0.1 * usual, (sums[to]! - sums[from]!) / (to - from));
    scale[t] = each;
    least = Math.min(least, each);
    most = Math.max(most, each);
  }
  if (most < NOTABLE * least) return null;
  // Relative to the whole, so that variances keep their unit.
  const whole = sums[n]! / n;
  return scale.map((each) => each / whole);
}
