import type { Estimate, Judgement } from '../core/comparison.ts';
import type { Direction } from '../core/metric.ts';
import type { Verdict } from '../core/verdict.ts';
import { median } from './descriptive.ts';
import { minimumDetectable } from './minimum-detectable.ts';
import { judgedReasons } from './reasons.ts';
import { judgeInterval } from './verdict.ts';

/**
 * How far the candidate lies from the baseline: the Hodges–Lehmann estimate and its interval, of logarithms
 * or, where a value is not positive and has none, of plain differences in the metric's unit.
 */
export interface Shift {
  readonly scale: 'log' | 'difference';
  readonly centre: number;
  /** Both ends, or `null`: too few samples for a bounded interval at this alpha. */
  readonly interval: readonly [number, number] | null;
}

/** Whether every value has a logarithm. */
export function allPositive(...sides: readonly (readonly number[])[]): boolean {
  return sides.every((side) => side.every((value) => value > 0));
}

/**
 * The shift as ratio candidate / baseline with its verdict. A plain difference is divided by the magnitude of
 * the baseline's median. `tooFew` says what is needed when there is no interval.
 */
export function estimateFromShift(
  shift: Shift,
  baseline: readonly number[],
  judgement: Judgement,
  tooFew: string,
): Estimate {
  const toRatio = ratioScale(shift, baseline);
  if (toRatio === null) return againstZero(shift, judgement, tooFew);
  const ratio = toRatio(shift.centre);
  if (shift.interval === null) {
    return { ...NO_INTERVAL, ratio, reasons: [tooFew] };
  }
  const interval: [number, number] = [toRatio(shift.interval[0]), toRatio(shift.interval[1])];
  const verdict = judgeInterval(ratio, interval[0], interval[1], judgement.tolerance, judgement.direction);
  const halfWidth = relativeHalfWidth(shift, interval);
  return {
    ratio,
    interval,
    minimumDetectable: minimumDetectable(shift.scale, halfWidth, judgement),
    verdict,
    reasons: judgedReasons({ ratio, interval, verdict, tolerance: judgement.tolerance }),
  };
}

/** An estimate without an interval decides nothing. */
export const NO_INTERVAL = {
  ratio: null,
  interval: [null, null],
  minimumDetectable: null,
  verdict: 'inconclusive',
} as const satisfies Omit<Estimate, 'reasons'>;

/** What a sure rise from a baseline of zero is: no ratio exists, but it is larger than any tolerance. */
export function riseVerdict(rises: boolean, direction: Direction): Verdict {
  return rises === (direction === 'lower') ? 'regression' : 'improvement';
}

function ratioScale(shift: Shift, baseline: readonly number[]): ((value: number) => number) | null {
  if (shift.scale === 'log') return Math.exp;
  const origin = Math.abs(median(baseline));
  return origin === 0 ? null : (difference) => 1 + difference / origin;
}

function relativeHalfWidth(shift: Shift, interval: readonly [number, number]): number {
  const [low, high] = shift.scale === 'log' ? shift.interval! : interval;
  return (high - low) / 2;
}

function againstZero(shift: Shift, { direction }: Judgement, tooFew: string): Estimate {
  if (shift.interval === null) return { ...NO_INTERVAL, reasons: [tooFew] };
  const [low, high] = shift.interval;
  if (low === 0 && high === 0) {
    return { ratio: 1, interval: [1, 1], minimumDetectable: null, verdict: 'unchanged', reasons: [] };
  }
  if (low > 0 || high < 0) {
    const reason = `the baseline's median is 0, so there is no ratio; the candidate is ${low > 0 ? 'above' : 'below'} it`;
    return { ...NO_INTERVAL, verdict: riseVerdict(low > 0, direction), reasons: [reason] };
  }
  return { ...NO_INTERVAL, reasons: ["the baseline's median is 0, so there is no ratio to judge"] };
}
