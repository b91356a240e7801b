import type { Estimate, Judgement } from '../core/comparison.ts';
import { formatChange } from '../core/unit.ts';
import { counted, percent } from './reasons.ts';
import { NO_INTERVAL, riseVerdict } from './shift.ts';
import { judgeInterval } from './verdict.ts';

/**
 * The comparison of a metric without variance: bytes, counts, instructions that came out the same every time
 * on each side. Needs two readings of each; one could be anything. Not for time: equal readings of a clock
 * only show that it is coarse. `null` where the samples vary or the unit is one of time.
 *
 * Every difference is seen (`minimumDetectable` 0); whether it is called is then up to δ alone. With fewer
 * samples than the ordinary analysis needs this rests on the metric being deterministic, which is said.
 */
export function exactEstimate(
  baseline: readonly number[],
  candidate: readonly number[],
  judgement: Judgement,
  ordinaryMinimum: number,
): Estimate | null {
  const from = constantOf(baseline);
  const to = constantOf(candidate);
  if (from === null || to === null || isTime(judgement.unit)) return null;
  const n = Math.min(baseline.length, candidate.length);
  const trust =
    from === to || n >= ordinaryMinimum
      ? []
      : [`compared exactly from ${counted(n, 'equal reading')} of each side, as a metric that does not vary`];
  if (from === 0 && to !== 0) {
    const reason = `the baseline is exactly 0 and the candidate exactly ${to}: no ratio exists`;
    const verdict = riseVerdict(to > 0, judgement.direction);
    return { ...NO_INTERVAL, minimumDetectable: 0, verdict, reasons: [reason, ...trust] };
  }
  const ratio = from === to ? 1 : 1 + (to - from) / Math.abs(from);
  return judgedExactly(ratio, judgement, trust);
}

/** Whether a unit is one of time or of a rate, whose equal readings may only show a coarse clock. */
export function isTime(unit: string): boolean {
  return unit === 's' || unit.endsWith('/s');
}

function judgedExactly(ratio: number, { tolerance, direction }: Judgement, trust: string[]): Estimate {
  const verdict = judgeInterval(ratio, ratio, ratio, tolerance, direction);
  const small = `differs by exactly ${formatChange(ratio)}, within the tolerance of ${percent(tolerance)}`;
  return {
    ratio,
    interval: [ratio, ratio],
    minimumDetectable: 0,
    verdict,
    reasons: [...(verdict === 'unchanged' && ratio !== 1 ? [small] : []), ...trust],
  };
}

function constantOf(samples: readonly number[]): number | null {
  const first = samples[0];
  return first !== undefined && samples.length >= 2 && samples.every((value) => value === first)
    ? first
    : null;
}
