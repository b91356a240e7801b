import { SHORTEST } from './candidates.ts';
import { type Moments, squaresOf } from './moments.ts';

/**
 * A further step that gains less in −2 log-likelihood of white noise is none: with a memory it gains less still.
 * Two or three may have to come together, as a stretch that comes back does.
 */
const WORTH = 14;
const PATIENCE = 5;

/**
 * For 1, 2, 3, … `most` steps, the places out of `places` with the smallest sum of squares around the levels
 * between them: segment neighbourhood by dynamic programming (Auger and Lawrence 1989), over candidates instead
 * of all points. Each is then moved to the best place between its neighbours, when it is asked for.
 */
export function bestSegmentations(
  moments: Moments,
  places: readonly number[],
  most: number,
): (() => number[])[] {
  const knots = [0, ...places, moments.n];
  const size = knots.length;
  const stretch = stretchCosts(moments, knots);
  const came: Int32Array[] = [];
  const found: (() => number[])[] = [];
  let earlier = Float64Array.from(stretch, (costs) => costs[0] ?? Number.POSITIVE_INFINITY);
  let idle = 0;
  const last = Math.min(most, places.length);
  for (let count = 1; count <= last; count++) {
    const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size).fill(-1);
    // Nothing is built on the last count: only the whole history matters.
    for (let j = count < last ? count + 1 : size - 1; j < size; j++) {
      const costs = stretch[j]!;
      let least = Number.POSITIVE_INFINITY;
      let origin = -1;
      for (let i = count; i < costs.length; i++) {
        const total = earlier[i]! + costs[i]!;
        if (total < least) {
          least = total;
          origin = i;
        }
      }
      cost[j] = least;
      from[j] = origin;
    }
    came.push(from);
    if (from[size - 1] === -1) break;
    const gain = moments.n * Math.log(earlier[size - 1]! / cost[size - 1]!);
    // Exact levels leave nothing: 0/0 and x/0 are neither too small.
    idle = gain < WORTH ? idle + 1 : 0;
    earlier = cost;
    if (idle > PATIENCE) break;
    found.push(() => settle(moments, traceBack(knots, came, count)));
  }
  return found;
}

/** By knot: the sums of squares from each earlier knot up to it, as far as the level is not too short. */
function stretchCosts(moments: Moments, knots: readonly number[]): Float64Array[] {
  let starts = 0;
  return knots.map((to) => {
    while (to - knots[starts]! >= SHORTEST) starts++;
    const costs = new Float64Array(starts);
    for (let i = 0; i < starts; i++) costs[i] = squaresOf(moments, knots[i]!, to);
    return costs;
  });
}

function traceBack(knots: readonly number[], came: readonly Int32Array[], count: number): number[] {
  const changes: number[] = [];
  let at = knots.length - 1;
  for (let c = count; c >= 1; c--) {
    at = came[c - 1]![at]!;
    changes.unshift(knots[at]!);
  }
  return changes;
}

/** Moves each step to the best place between its neighbours, twice round. */
function settle(moments: Moments, changes: number[]): number[] {
  let moved = true;
  for (let round = 0; round < 2 && moved; round++) {
    moved = false;
    for (let i = 0; i < changes.length; i++) {
      const from = changes[i - 1] ?? 0;
      const to = changes[i + 1] ?? moments.n;
      const place = bestSplit(moments, from, to, changes[i]!);
      moved ||= place !== changes[i];
      changes[i] = place;
    }
  }
  return changes;
}

function bestSplit(moments: Moments, from: number, to: number, fallback: number): number {
  let best = fallback;
  let least = squaresOf(moments, from, fallback) + squaresOf(moments, fallback, to);
  for (let t = from + SHORTEST; t <= to - SHORTEST; t++) {
    const cost = squaresOf(moments, from, t) + squaresOf(moments, t, to);
    if (cost < least) {
      least = cost;
      best = t;
    }
  }
  return best;
}
