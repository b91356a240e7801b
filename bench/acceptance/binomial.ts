/** P(X ≥ k) of X ~ Binomial(n, p): the chance of that many successes or more. */
export function upperTail(k: number, n: number, p: number): number {
  let below = 0;
  let probability = (1 - p) ** n;
  for (let i = 0; i < k; i++) {
    below += probability;
    probability *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return Math.max(0, 1 - below);
}
