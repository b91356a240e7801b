import type { Direction } from '../core/metric.ts';
import type { Verdict } from '../core/verdict.ts';

/** Room for floating-point rounding when a ratio is compared with 1 + δ: 102/100 counts as 2 %. */
const ROUNDING = 1e-12;

/**
 * The verdict on ratio r = candidate / baseline with interval [lo, hi] and tolerance δ. For a metric where
 * lower is better: `regression` if lo > 1 and r ≥ 1 + δ; `improvement` if hi < 1 and r ≤ 1/(1 + δ);
 * `unchanged` if the interval lies within (1/(1 + δ), 1 + δ), or excludes 1 with r inside that band; else
 * `inconclusive`. Where higher is better, regression and improvement change places. `null` is unbounded.
 */
export function judgeInterval(
  ratio: number,
  lo: number | null,
  hi: number | null,
  tolerance: number,
  direction: Direction,
): Verdict {
  const above = lo !== null && lo > 1;
  const below = hi !== null && hi < 1;
  const more = ratio >= (1 + tolerance) * (1 - ROUNDING);
  const less = ratio <= (1 / (1 + tolerance)) * (1 + ROUNDING);
  if (above && more) return direction === 'lower' ? 'regression' : 'improvement';
  if (below && less) return direction === 'lower' ? 'improvement' : 'regression';
  if (insideBand(lo, hi, tolerance) || above || below) return 'unchanged';
  return 'inconclusive';
}

/** Whether the whole interval lies within (1/(1 + δ), 1 + δ). An interval of 1 alone always does. */
export function insideBand(lo: number | null, hi: number | null, tolerance: number): boolean {
  if (lo === null || hi === null) return false;
  return (lo > 1 / (1 + tolerance) && hi < 1 + tolerance) || (lo === 1 && hi === 1);
}
