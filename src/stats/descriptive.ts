import type { SideSummary } from '../core/comparison.ts';
import { AssayError } from '../core/error.ts';
import { checkSamples } from './check.ts';

/** One side in brief, in the samples' unit; `null` without samples. */
export function summarize(samples: readonly number[]): SideSummary | null {
  checkSamples(samples, 'samples');
  if (samples.length === 0) return null;
  return {
    n: samples.length,
    median: median(samples),
    mean: mean(samples),
    sd: samples.length < 2 ? null : standardDeviation(samples),
  };
}

/** The middle value, or the mean of the two middle values. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996). 0 ≤ p ≤ 1. */
export function quantile(samples: readonly number[], p: number): number {
  return quantileOfSorted(sorted(samples), p);
}

/** {@link quantile} of samples already in ascending order. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) throw new AssayError('input', 'a quantile of no samples does not exist');
  const position = (ascending.length - 1) * p;
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low === high ? low : low + (position - below) * (high - low);
}

/** Arithmetic mean, computed around the first sample so that equal samples have exactly their own mean. */
export function mean(samples: ArrayLike<number>): number {
  const origin = samples[0];
  if (origin === undefined) throw new AssayError('input', 'a mean of no samples does not exist');
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! - origin;
  return origin + sum / samples.length;
}

/** Sample standard deviation (n − 1 in the denominator); needs two samples. */
export function standardDeviation(samples: readonly number[]): number {
  if (samples.length < 2) throw new AssayError('input', 'a standard deviation needs two samples');
  const centre = mean(samples);
  let sum = 0;
  for (const value of samples) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (samples.length - 1));
}

/** Median absolute deviation from the median, unscaled; × 1.4826 it estimates the sd of normal samples. */
export function medianAbsoluteDeviation(samples: readonly number[]): number {
  const centre = median(samples);
  return median(samples.map((value) => Math.abs(value - centre)));
}

/** An ascending copy. */
export function sorted(samples: readonly number[]): Float64Array {
  return new Float64Array(samples).sort();
}
