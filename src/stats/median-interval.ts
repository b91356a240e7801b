import { checkProbability, checkSamples } from './check.ts';
import { median, sorted } from './descriptive.ts';

/**
 * Distribution-free interval of the median between the k-th smallest and the k-th largest sample, k the
 * largest with P(Binomial(n, ½) ≤ k − 1) ≤ (1 − confidence)/2 (David and Nagaraja, Order Statistics, §7.1).
 * In the samples' unit; `null` when they are too few ({@link samplesForMedianInterval}).
 */
export function medianInterval(
  samples: readonly number[],
  confidence: number,
): readonly [number, number] | null {
  checkSamples(samples, 'samples');
  checkProbability(confidence, 'confidence');
  const k = medianRank(samples.length, confidence);
  if (k === 0) return null;
  const ascending = sorted(samples);
  return [ascending[k - 1]!, ascending[ascending.length - k]!];
}

/** Half the width of {@link medianInterval} relative to the median; `null` without an interval or at a median of 0. */
export function relativePrecision(samples: readonly number[], confidence: number): number | null {
  const interval = medianInterval(samples, confidence);
  if (interval === null) return null;
  const centre = Math.abs(median(samples));
  return centre === 0 ? null : (interval[1] - interval[0]) / 2 / centre;
}

/** The fewest samples with an interval of the median: all n lie on one side of it with probability 2·2^−n. */
export function samplesForMedianInterval(confidence: number): number {
  checkProbability(confidence, 'confidence');
  let n = 1;
  while (medianRank(n, confidence) === 0) n++;
  return n;
}

function medianRank(n: number, confidence: number): number {
  // 1e-12: a confidence of 0.9 must not lose a rank to 1 − 0.9 being a shade under 0.1.
  const tail = ((1 - confidence) / 2) * (1 + 1e-12);
  let logProbability = -n * Math.LN2;
  let cumulated = Math.exp(logProbability);
  let k = 0;
  while (k < n / 2 && cumulated <= tail) {
    logProbability += Math.log((n - k) / (k + 1));
    cumulated += Math.exp(logProbability);
    k++;
  }
  return k;
}
