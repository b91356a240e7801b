import type { Judgement } from '../core/comparison.ts';
import { normalQuantile, Z_POWER } from './normal.ts';

/**
 * The smallest relative change that would have been called with a power of 80 %, from the half width h of the
 * interval at this alpha (Bloom 1995: minimum detectable effect = (z_{1−α/2} + z_{0.8})·se, se = h/z_{1−α/2}).
 *
 * A call needs the estimate past both h, for the interval to exclude no change, and the tolerance δ. So the
 * true change must exceed the larger of the two by z_{0.8}·se; in logarithms: exp(max(h, ln(1+δ)) + z_{0.8}·se) − 1.
 * Always at least δ, since a smaller change is never called.
 */
export function minimumDetectable(
  scale: 'log' | 'difference',
  halfWidth: number,
  { alpha, tolerance }: Pick<Judgement, 'alpha' | 'tolerance'>,
): number {
  const margin = (Z_POWER * halfWidth) / normalQuantile(1 - alpha / 2);
  return scale === 'log'
    ? Math.expm1(Math.max(halfWidth, Math.log1p(tolerance)) + margin)
    : Math.max(halfWidth, tolerance) + margin;
}
