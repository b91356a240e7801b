import { SHORTEST } from './candidates.ts';
import { type Moments, squaresOf } from './moments.ts';

/**
 * For each number of steps 1 … most, the places out of `candidates` with the smallest sum of squares around
 * the levels between them: segment neighbourhood by dynamic programming (Auger and Lawrence 1989), over the
 * candidates instead of all points. Each is then moved to the best place between its neighbours.
 */
export function bestSegmentations(moments: Moments, places: readonly number[], most: number): number[][] {
  const { n } = moments;
  const knots = [0, ...places, n];
  const size = knots.length;
  const best: Float64Array[] = [costsFrom(moments, knots)];
  const came: Int32Array[] = [];
  const result: number[][] = [];
  for (let count = 1; count <= Math.min(most, places.length); count++) {
    const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size).fill(-1);
    const earlier = best[count - 1]!;
    for (let j = 1; j < size; j++) {
      for (let i = 1; i < j; i++) {
        if (earlier[i] === Number.POSITIVE_INFINITY || knots[j]! - knots[i]! < SHORTEST) continue;
        const total = earlier[i]! + squaresOf(moments, knots[i]!, knots[j]!);
        if (total < cost[j]!) {
          cost[j] = total;
          from[j] = i;
        }
      }
    }
    best.push(cost);
    came.push(from);
    if (from[size - 1] === -1) break;
    result.push(settle(moments, traceBack(knots, came, count)));
  }
  return result;
}

function costsFrom(moments: Moments, knots: readonly number[]): Float64Array {
  return Float64Array.from(knots, (knot) =>
    knot < SHORTEST ? Number.POSITIVE_INFINITY : squaresOf(moments, 0, knot),
  );
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
