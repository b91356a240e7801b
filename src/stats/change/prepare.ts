import { clipWild } from './clip.ts';
import type { Series } from './fit.ts';
import { momentsOf } from './moments.ts';
import { localScale } from './scale.ts';

/** A history made ready: wild points drawn in, centred, the changes of its noise's scale known. */
export interface Prepared {
  readonly series: Series;
  /** The values with wild points drawn in, in the metric's unit. */
  readonly clipped: Float64Array;
}

/** Residuals below this share of the range are the rounding of the numbers, not noise. */
const ROUNDING = 1e-6;

/** `values` without gaps, finite. `null` where all are equal once wild points are drawn in. */
export function prepare(values: Float64Array): Prepared | null {
  const clipped = clipWild(values);
  const n = clipped.length;
  const origin = clipped[0]!;
  let centre = 0;
  let range = 0;
  for (let t = 0; t < n; t++) {
    const offset = clipped[t]! - origin;
    centre += offset / n;
    range = Math.max(range, Math.abs(offset));
  }
  centre += origin;
  if (range === 0) return null;
  // Units of the range: the costs of tiny and of huge values are computed with the same digits.
  const scaled = new Float64Array(n);
  for (let t = 0; t < n; t++) scaled[t] = (clipped[t]! - centre) / range;
  const scale = localScale(scaled);
  return {
    clipped,
    series: {
      values: scaled,
      unit: range,
      moments: momentsOf(scaled),
      floor: ROUNDING ** 2,
      weights: scale?.map((each) => 1 / each) ?? null,
    },
  };
}
