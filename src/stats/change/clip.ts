import { reorderedTo } from './order.ts';

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
  const medians = slidingMedians(values);
  // Where a side has too few points, the window slides in and holds the point itself.
  const last = medians.length - 1;
  const before = (t: number): number => medians[Math.min(Math.max(0, t - REACH), last)]!;
  const after = (t: number): number => medians[Math.min(t + 1, last)]!;
  const distance = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    distance[t] = Math.min(Math.abs(values[t]! - before(t)), Math.abs(values[t]! - after(t)));
  }
  const margin = LIMIT * robustScale(distance);
  const clipped = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    const low = Math.min(before(t), after(t)) - margin;
    const high = Math.max(before(t), after(t)) + margin;
    clipped[t] = Math.min(high, Math.max(low, values[t]!));
  }
  return clipped;
}

/** The median of each window that lies in the history, by its first point; of all values if they fill none. */
function slidingMedians(values: Float64Array): Float64Array {
  const size = Math.min(REACH, values.length);
  const window = new Float64Array(size);
  const medians = new Float64Array(values.length - size + 1);
  for (let from = 0; from < medians.length; from++) {
    medians[from] = medianOf(values, from, from + size, window);
  }
  return medians;
}

/**
 * Of distances ≥ 0. Where more than half are 0 (a count that seldom moves) from the nine tenths instead of the
 * half; 0 where not even one in ten moves, so that a single wild point of a constant metric vanishes. Reorders.
 */
function robustScale(distance: Float64Array): number {
  const middle = reorderedTo(distance, distance.length >> 1);
  if (middle > 0) return NEARER * NORMAL * middle;
  return NEARER * NINE_TENTHS * reorderedTo(distance, Math.floor(distance.length * 0.9));
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
