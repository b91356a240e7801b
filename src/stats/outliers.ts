import { formatChange } from '../core/unit.ts';
import type { Warning } from '../core/warning.ts';
import { mean, median, medianAbsoluteDeviation } from './descriptive.ts';
import { counted } from './reasons.ts';

/** Modified z-score past which a value is labelled an outlier: Iglewicz and Hoaglin (1993), §3.3. */
export const OUTLIER_SCORE = 3.5;

/**
 * Share of outliers from which to warn. Below it, contamination moves a median by less than 0.066 standard
 * deviations at worst, Φ⁻¹(1/(2(1 − ε))) for ε = 5 % (Huber 1964): not worth a word.
 */
const WARNED_SHARE = 0.05;

/** One outlier alone is no pattern; in ten normal samples one is found in about every eighth draw. */
const FEWEST_OUTLIERS = 2;

/** Fewer samples give too rough a spread to call any of them an outlier. */
export const FEWEST_TO_SCORE = 10;

/**
 * Modified z-scores 0.6745·(x − median)/MAD (Iglewicz and Hoaglin 1993); where more than half of the samples are
 * equal, (x − median)/(1.2533·mean absolute deviation) as they advise. All 0 for samples without spread.
 */
export function outlierScores(samples: readonly number[]): number[] {
  const centre = median(samples);
  const deviations = samples.map((value) => Math.abs(value - centre));
  const spread = medianAbsoluteDeviation(samples) / 0.6745 || 1.2533 * mean(deviations);
  return samples.map((value) => (spread === 0 ? 0 : (value - centre) / spread));
}

/** Outliers in number and by more than the tolerance: something else was at work. `null` if there is no such doubt. */
export function outlierDoubt(samples: readonly number[], tolerance: number): Warning | null {
  if (samples.length < FEWEST_TO_SCORE) return null;
  const centre = median(samples);
  const scores = outlierScores(samples);
  const outliers = samples.filter(
    (value, i) =>
      Math.abs(scores[i]!) > OUTLIER_SCORE && Math.abs(value - centre) > tolerance * Math.abs(centre),
  );
  if (outliers.length < Math.max(FEWEST_OUTLIERS, WARNED_SHARE * samples.length)) return null;
  return {
    kind: 'outliers',
    message: `${outliers.length} of ${counted(samples.length, 'sample')} lie far from the median${farthest(outliers, centre)}`,
    hint: 'stop what else runs on the machine and measure again (`assay doctor` says what disturbs it); the estimate stands outliers, but its interval is wider for them',
  };
}

function farthest(outliers: readonly number[], centre: number): string {
  if (centre === 0) return '';
  const far = outliers.reduce((a, b) => (Math.abs(b - centre) > Math.abs(a - centre) ? b : a));
  return `, the farthest by ${formatChange(1 + (far - centre) / Math.abs(centre))}`;
}
