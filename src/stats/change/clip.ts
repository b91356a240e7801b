/** Points on either side that say where the level is. */
const REACH = 5;

/** How far from the nearer level a point may lie, in robust standard deviations (Huber 1981: 2.5 to 3). */
const LIMIT = 3;

/** What makes the median absolute deviation estimate the standard deviation of normal values. */
const NORMAL = 1.4826;

/**
 * Draws wild points in to where they no longer decide: each value is kept between the lower and the higher of
 * the medians of the points before and after it, widened by three robust standard deviations. A step stays as
 * it is, since its points agree with the one or the other side; one or two wild points agree with neither.
 */
export function clipWild(values: Float64Array): Float64Array {
  const n = values.length;
  const before = new Float64Array(n);
  const after = new Float64Array(n);
  const window = new Float64Array(REACH);
  for (let t = 0; t < n; t++) {
    // Where a side has too few points, the window slides in and holds the point itself.
    const from = Math.min(Math.max(0, t - REACH), Math.max(0, n - REACH));
    before[t] = medianOf(values, from, Math.min(n, from + REACH), window);
    const to = Math.max(Math.min(n, t + 1 + REACH), Math.min(n, REACH));
    after[t] = medianOf(values, Math.max(0, to - REACH), to, window);
  }
  const distance = values.map((value, t) =>
    Math.min(Math.abs(value - before[t]!), Math.abs(value - after[t]!)),
  );
  const scale = robustScale(distance);
  return values.map((value, t) => {
    const low = Math.min(before[t]!, after[t]!) - LIMIT * scale;
    const high = Math.max(before[t]!, after[t]!) + LIMIT * scale;
    return Math.min(high, Math.max(low, value));
  });
}

/**
 * Of distances ≥ 0. Where more than half are 0 (a count that seldom moves) from the nine tenths instead of the
 * half; 0 where not even one in ten moves, so that a single wild point of a constant metric vanishes.
 */
function robustScale(distance: Float64Array): number {
  const ascending = distance.slice().sort();
  const middle = ascending[ascending.length >> 1]!;
  if (middle > 0) return NEARER * NORMAL * middle;
  return NEARER * NINE_TENTHS * ascending[Math.floor(ascending.length * 0.9)]!;
}

/** 1 / (the 95 % quantile of the standard normal): nine tenths of its values are nearer to 0. */
const NINE_TENTHS = 1 / 1.6449;

/** The nearer of two sides is nearer than either: for white noise the median distance is 0.72 of its usual. */
const NEARER = 1.39;

function medianOf(values: Float64Array, from: number, to: number, window: Float64Array): number {
  const size = to - from;
  for (let i = 0; i < size; i++) {
    const value = values[from + i]!;
    let j = i;
    for (; j > 0 && window[j - 1]! > value; j--) window[j] = window[j - 1]!;
    window[j] = value;
  }
  return size % 2 === 1 ? window[size >> 1]! : (window[size / 2 - 1]! + window[size / 2]!) / 2;
}
