import { median, medianAbsoluteDeviation } from '../descriptive.ts';
import { SHORTEST } from './candidates.ts';
import type { Pending } from './change.ts';

/** The latest points that may be a new level not yet sure. */
const LONGEST = 10;

/** Points before them that say what is usual. */
const BEFORE = 60;

/** Further points after which a doubt that has not been settled is none. */
const MOST_NEEDED = 12;

/**
 * How many standard errors the last points must lie apart: 1 history in some 100 without a step has such an
 * end by chance, over the lengths tried.
 */
const APART = 4;

const NORMAL = 1.4826;

/**
 * Whether the history ends in what may become a step, and how many more points like its last ones would settle
 * it: `positionsOf` judges the history with such points added. `from` is where the last level begins.
 */
export function pendingStep(
  values: readonly number[],
  from: number,
  positionsOf: (values: readonly number[]) => readonly number[],
): Pending | null {
  const start = Math.max(from, values.length - LONGEST - BEFORE);
  const index = apartFrom(values, start);
  if (index === null) return null;
  const before = values.slice(start, index);
  const tail = values.slice(index);
  const level = median(before);
  const offset = median(tail) - level;
  const longer = values.slice();
  for (let needs = 1; needs <= MOST_NEEDED; needs++) {
    // Like the last ones: their level, with the noise of the level before.
    longer.push(before[before.length - 1 - ((needs - 1) % before.length)]! + offset);
    if (positionsOf(longer).some((at) => Math.abs(at - index) <= 2)) return { index, needs };
  }
  return null;
}

/** The first of the last points that lie apart from the level before them; `null` if none do. */
function apartFrom(values: readonly number[], from: number): number | null {
  const n = values.length;
  for (let index = Math.max(from + 2 * SHORTEST, n - LONGEST); index < n; index++) {
    const before = values.slice(from, index);
    const level = median(before);
    const tail = values.slice(index);
    const offset = median(tail) - level;
    // Each of them beyond the middle, and the first as far as the rest: a step, not a slope.
    const together = tail.every((value) => Math.abs(value - level - offset) < Math.abs(offset) / 2);
    if (!together) continue;
    const spread = NORMAL * medianAbsoluteDeviation(before) || meanDistance(before, level);
    const memory = 1 + 2 * Math.max(0, neighbourCorrelation(before, level)) * (tail.length - 1);
    const error = spread * Math.sqrt(Math.min(memory, tail.length) / tail.length);
    if (Math.abs(offset) > APART * error) return index;
  }
  return null;
}

function meanDistance(values: readonly number[], level: number): number {
  return values.reduce((sum, value) => sum + Math.abs(value - level), 0) / values.length;
}

/** Lag-one correlation of the signs around the level: not moved by wild points. */
function neighbourCorrelation(values: readonly number[], level: number): number {
  let sum = 0;
  for (let t = 1; t < values.length; t++)
    sum += Math.sign(values[t]! - level) * Math.sign(values[t - 1]! - level);
  return sum / Math.max(1, values.length - 1);
}
