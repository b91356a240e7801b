/**
 * The k-th smallest of all pairwise sums or differences without writing them down: bisection over integers,
 * counting with two pointers. O(n log range) time. Inputs are ascending integers (see grid.ts).
 */

/** The k-th smallest (from 1) of x_i + x_j over i ≤ j: twice the k-th Walsh average. */
export function kthPairSum(ascending: Float64Array, k: number): number {
  const last = ascending.length - 1;
  return bisect(2 * ascending[0]!, 2 * ascending[last]!, (sum) => countPairSums(ascending, sum) >= k);
}

/** How many of the sums x_i + x_j, i ≤ j, are at most `limit`. */
export function countPairSums(ascending: Float64Array, limit: number): number {
  let count = 0;
  let j = ascending.length - 1;
  for (let i = 0; i <= j; i++) {
    const value = ascending[i]!;
    while (j >= i && value + ascending[j]! > limit) j--;
    count += j - i + 1;
  }
  return count;
}

/** The k-th smallest (from 1) of y_j − x_i over all i, j. */
export function kthDifference(xs: Float64Array, ys: Float64Array, k: number): number {
  const low = ys[0]! - xs[xs.length - 1]!;
  const high = ys[ys.length - 1]! - xs[0]!;
  return bisect(low, high, (difference) => countDifferences(xs, ys, difference) >= k);
}

/** How many of the differences y_j − x_i are at most `limit`. */
export function countDifferences(xs: Float64Array, ys: Float64Array, limit: number): number {
  let count = 0;
  let j = 0;
  for (let i = 0; i < xs.length; i++) {
    const highest = xs[i]! + limit;
    while (j < ys.length && ys[j]! <= highest) j++;
    count += j;
  }
  return count;
}

/** The smallest integer in [low, high] that is `enough`; `high` must be. */
function bisect(low: number, high: number, enough: (value: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (enough(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
