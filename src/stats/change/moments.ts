/** Running sums of a series, so that the moments of any stretch of it cost nothing. */
export interface Moments {
  readonly n: number;
  /** Sums of the first i values, of their squares, and of value times position. */
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly products: Float64Array;
}

/** `values` should be centred: the squares of large offsets would swallow the digits. */
export function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  const sum = new Float64Array(n + 1);
  const squares = new Float64Array(n + 1);
  const products = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    const value = values[t]!;
    sum[t + 1] = sum[t]! + value;
    squares[t + 1] = squares[t]! + value * value;
    products[t + 1] = products[t]! + value * t;
  }
  return { n, sum, squares, products };
}

export function meanOf({ sum }: Moments, from: number, to: number): number {
  return (sum[to]! - sum[from]!) / (to - from);
}

/** Sum of squared deviations from the mean of [from, to). */
export function squaresOf({ sum, squares }: Moments, from: number, to: number): number {
  const total = sum[to]! - sum[from]!;
  return Math.max(0, squares[to]! - squares[from]! - (total * total) / (to - from));
}
