import type { CalibrationRow } from '../core/calibration.ts';
import type { Judgement } from '../core/comparison.ts';
import { pairedEstimate } from './paired.ts';
import { pairedDifference } from './paired-difference.ts';

/** What two environments make of the same work. */
export type Effect = Pick<
  CalibrationRow,
  'ratio' | 'interval' | 'minimumDetectable' | 'difference' | 'finding' | 'blocks'
>;

export interface EffectQuestion extends Pick<Judgement, 'alpha' | 'direction' | 'unit'> {
  /** Whether the difference is asked for too, and decides whether there is an effect. */
  readonly asAmount: boolean;
}

/**
 * The ratio of samples paired by block, as {@link pairedEstimate} has it, with no tolerance: here every effect
 * counts, however small. Each interval given has the error probability `alpha` for itself.
 */
export function effectOf(
  baseline: readonly number[],
  candidate: readonly number[],
  { alpha, direction, unit, asAmount }: EffectQuestion,
): Effect {
  const estimate = pairedEstimate(baseline, candidate, { tolerance: 0, alpha, direction, unit });
  const { ratio, interval, minimumDetectable } = estimate;
  const blocks = baseline.length;
  if (!asAmount || blocks === 0) {
    return { ratio, interval, minimumDetectable, difference: null, finding: finding(interval, 1), blocks };
  }
  const measured = pairedDifference(baseline, candidate, alpha);
  const difference = {
    value: measured.difference!,
    interval: measured.interval ?? ([null, null] as const),
    minimumDetectable: measured.minimumDetectable,
  };
  return {
    ...{ ratio, interval, minimumDetectable, difference, blocks },
    finding: finding(difference.interval, 0),
  };
}

function finding([low, high]: CalibrationRow['interval'], nothing: number): CalibrationRow['finding'] {
  if (low === null || high === null) return 'undecided';
  return low > nothing || high < nothing ? 'effect' : 'none';
}
