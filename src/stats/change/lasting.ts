import { reorderedTo } from './order.ts';

/**
 * Whether a stretch is a level of its own and not a few wild points that chance put side by side: with the
 * share of points that lie beyond the middle of the two levels among its neighbours (Laplace's rule of
 * succession), the chance that as many as seen fall into one stretch of this length, anywhere in the history,
 * is at most `falseRate`. Holds for exchangeable noise of any distribution; memory is judged elsewhere.
 */
export function isLasting(
  values: Float64Array,
  bounds: readonly number[],
  at: number,
  falseRate: number,
): boolean {
  const [from, to] = [bounds[at]!, bounds[at + 1]!];
  const sides = [
    [bounds[at - 1], from],
    [to, bounds[at + 2]],
  ] as const;
  return sides.every(([start, end]) => {
    if (start === undefined || end === undefined) return true;
    // The shorter of two neighbours has to prove itself.
    if (end - start < to - from) return true;
    return chanceBeside(values, [from, to], [start, end]) <= falseRate;
  });
}

function chanceBeside(
  values: Float64Array,
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): number {
  const own = middleOf(values, from, to);
  const other = middleOf(values, start, end);
  const middle = (own + other) / 2;
  const beyond = (value: number): boolean => (own > other ? value > middle : value < middle);
  const size = to - from;
  const seen = count(values, from, to, beyond);
  const share = (count(values, start, end, beyond) + 1) / (end - start + 2);
  return values.length * binomialTail(size, seen, share);
}

function middleOf(values: Float64Array, from: number, to: number): number {
  return reorderedTo(values.slice(from, to), (to - from) >> 1);
}

function count(values: Float64Array, from: number, to: number, holds: (value: number) => boolean): number {
  let sum = 0;
  for (let t = from; t < to; t++) if (holds(values[t]!)) sum++;
  return sum;
}

/** P(Binomial(size, share) ≥ seen). */
function binomialTail(size: number, seen: number, share: number): number {
  let logTerm = size * Math.log(share);
  let sum = Math.exp(logTerm);
  for (let k = size - 1; k >= seen; k--) {
    logTerm += Math.log((k + 1) / (size - k)) + Math.log1p(-share) - Math.log(share);
    sum += Math.exp(logTerm);
  }
  return sum;
}
