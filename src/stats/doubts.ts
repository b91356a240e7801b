import type { Direction } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import { checkSamples } from './check.ts';
import { driftDoubt } from './drift.ts';
import { isTime } from './exact.ts';
import { samplesForMedianInterval } from './median-interval.ts';
import { outlierDoubt } from './outliers.ts';
import { counted, percent } from './reasons.ts';
import { leadingSlow, warmUpDoubt } from './warm-up.ts';

export interface DoubtSettings {
  /** UCUM unit of the samples. */
  readonly unit: string;
  /** Which samples are the slow ones of a warm-up. Default `lower` is better. */
  readonly direction?: Direction;
  /** Executions already discarded before sampling, for the advice on how many would do. Default 0. */
  readonly warmup?: number;
  /** Smallest relative change worth knowing; what disturbs by less is not warned of. Default 0.02. */
  readonly tolerance?: number;
  /** Confidence of the interval of the median that the samples should allow. Default 0.99. */
  readonly confidence?: number;
}

/**
 * What to doubt in one side's samples, given in the order taken: `few-samples`, `warm-up`, `drift`, `outliers`.
 * Only doubts that matter: larger than the tolerance. Samples of a warm-up are not counted again as drift or
 * outliers. docs/statistics.md states how often each appears without cause.
 */
export function doubts(samples: readonly number[], settings: DoubtSettings): Warning[] {
  checkSamples(samples, 'samples');
  const { unit, direction = 'lower', warmup = 0, tolerance = 0.02, confidence = 0.99 } = settings;
  const leading = leadingSlow(samples, direction);
  const warm = warmUpDoubt(samples, leading, { tolerance, warmup });
  const steady = warm === null ? samples : samples.slice(leading);
  return [
    fewSamplesDoubt(samples, unit, confidence),
    warm,
    driftDoubt(steady, tolerance),
    outlierDoubt(steady, tolerance),
  ].filter((doubt) => doubt !== null);
}

function fewSamplesDoubt(samples: readonly number[], unit: string, confidence: number): Warning | null {
  const needed = samplesForMedianInterval(confidence);
  const exact = !isTime(unit) && samples.length >= 2 && samples.every((value) => value === samples[0]);
  if (samples.length >= needed || exact) return null;
  return {
    kind: 'few-samples',
    message: `${counted(samples.length, 'sample')}: too few for an interval of the median at ${percent(confidence)}, which needs ${needed}`,
    hint: `raise \`samples\` to ${needed} or more, or \`time\``,
  };
}
