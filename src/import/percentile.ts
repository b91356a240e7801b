/** The key of a percentile in `quantiles`: 99.9 is `0.999`. */
export function quantileKey(percent: number): string {
  // Twelve digits are more than any tool prints, and fewer than the error of the division.
  return String(Number((percent / 100).toPrecision(12)));
}
