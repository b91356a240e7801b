import type { Series } from './fit.ts';
import { momentsOf } from './moments.ts';

/** The stretch [from, to) as a series of its own; `slope` per point is taken out of it. */
export function partOf(series: Series, from: number, to: number, slope: number): Series {
  const values = series.values.slice(from, to);
  let sum = 0;
  for (let t = 0; t < values.length; t++) {
    values[t]! -= slope * t;
    sum += values[t]!;
  }
  const centre = sum / values.length;
  const centred = values.map((value) => value - centre);
  return {
    ...series,
    values: centred,
    moments: momentsOf(centred),
    weights: series.weights?.slice(from, to) ?? null,
  };
}
