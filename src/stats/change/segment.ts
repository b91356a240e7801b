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
 * of all points. Each is then moved to the best place between its neighbours.
 */
export function* bestSegmentations(
  moments: Moments,
  places: readonly number[],
  most: number,
): Generator<number[]> {
  const knots = [0, ...places, moments.n];
  const size = knots.length;
  const stretch = stretchCosts(moments, knots);
  const came: Int32Array[] = [];
  let earlier = stretch.slice(0, size);
  let idle = 0;
  for (let count = 1; count <= Math.min(most, places.length); count++) {
    const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size).fill(-1);
    for (let j = count + 1; j < size; j++) {
      for (let i = count; i < j; i++) {
        const total = earlier[i]! + stretch[i * size + j]!;
        if (total < cost[j]!) {
          cost[j] = total;
          from[j] = i;
        }
      }
    }
    came.push(from);
    if (from[size - 1] === -1) return;
    const gain = moments.n * Math.log(earlier[size - 1]! / cost[size - 1]!);
    // Exact levels leave nothing: 0/0 and x/0 are neither too small.
    idle = gain < WORTH ? idle + 1 : 0;
    earlier = cost;
    if (idle > PATIENCE) return;
    yield settle(moments, traceBack(knots, came, count));
  }
}

/** The sum of squares between each two knots, by row; infinite where a level would be too short. */
function stretchCosts(moments: Moments, knots: readonly number[]): Float64Array {
  const size = knots.length;
  const costs = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      if (knots[j]! - knots[i]! >= SHORTEST) costs[i * size + j] = squaresOf(moments, knots[i]!, knots[j]!);
    }
  }
  return costs;
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
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < changes.length; i++) {
      const from = changes[i - 1] ?? 0;
      const to = changes[i + 1] ?? moments.n;
      changes[i] = bestSplit(moments, from, to, changes[i]!);
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
