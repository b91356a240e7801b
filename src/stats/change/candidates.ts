import type { Moments } from './moments.ts';

/** A level must last this many points to be one: one or two are wild points. */
export const SHORTEST = 3;

/** Places kept of each window length: ten, and one more for each so many points, up to thirty. */
const PER_SCALE = 10;
const POINTS_PER_PLACE = 100;
const MORE = 20;

/** How much longer each window is than the last. */
const WIDER = 1.42;

/**
 * Positions where a step may be: for windows of each length (3, 5, 8, 12, … up to half the series) the
 * places where the means on both sides differ most, one a window. A step is the best place of its
 * neighbourhood at the longest windows that hold no other.
 */
export function candidates(moments: Moments): number[] {
  const { n } = moments;
  // Whether a place is taken already; a long window need not name again what a shorter one has named nearby.
  const taken = new Uint8Array(n + 1);
  const size = new Float64Array(n + 1);
  for (let width = SHORTEST; width <= n / 2; width = Math.ceil(width * WIDER)) {
    const near = width >> 3;
    for (const place of steepest(moments, width, size)) {
      let free = true;
      for (let t = Math.max(0, place - near); free && t <= Math.min(n, place + near); t++)
        free = taken[t] === 0;
      if (free) taken[place] = 1;
    }
  }
  const places: number[] = [];
  for (let t = 0; t <= n; t++) if (taken[t] === 1) places.push(t);
  return places;
}

/** The places where means of `width` points differ most, largest first. Writes all their differences to `size`. */
function steepest(moments: Moments, width: number, size: Float64Array): number[] {
  const { n } = moments;
  weighDifferences(moments, width, size);
  const most = PER_SCALE + Math.min(MORE, Math.floor(n / POINTS_PER_PLACE));
  const tops: number[] = [];
  let least = 0;
  for (let t = SHORTEST; t <= n - SHORTEST; t++) {
    if (size[t]! <= least || !isTop(size, t, width)) continue;
    let at = tops.length < most ? tops.length : most - 1;
    for (; at > 0 && size[tops[at - 1]!]! < size[t]!; at--) tops[at] = tops[at - 1]!;
    tops[at] = t;
    if (tops.length === most) least = size[tops[most - 1]!]!;
    // None of the points that it is the top of is one.
    t += reachOf(width);
  }
  return tops;
}

/** Points on either side that a top must not be below. */
function reachOf(width: number): number {
  return Math.max(1, width >> 1);
}

function weighDifferences({ n, sum }: Moments, width: number, size: Float64Array): void {
  const usual = precisionOf(width, width);
  for (let t = SHORTEST; t <= n - SHORTEST; t++) {
    const here = sum[t]!;
    if (t >= width && t <= n - width) {
      size[t] = Math.abs((sum[t + width]! - here) / width - (here - sum[t - width]!) / width) * usual;
    } else {
      const left = Math.min(width, t);
      const right = Math.min(width, n - t);
      const difference = (sum[t + right]! - here) / right - (here - sum[t - left]!) / left;
      size[t] = Math.abs(difference) * precisionOf(left, right);
    }
  }
}

/** 1 / the standard deviation of a difference of means: shorter windows at the ends vary more. */
function precisionOf(left: number, right: number): number {
  return Math.sqrt((left * right) / (left + right));
}

function isTop(size: Float64Array, t: number, width: number): boolean {
  const reach = reachOf(width);
  const here = size[t]!;
  // Outwards from the point: nearly all have a larger neighbour close by.
  const last = size.length - 1;
  for (let i = 1; i <= reach; i++) {
    if (t - i >= 0 && size[t - i]! >= here) return false;
    if (t + i <= last && size[t + i]! > here) return false;
  }
  return true;
}
