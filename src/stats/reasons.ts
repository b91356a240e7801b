import { formatChange } from '../core/unit.ts';
import type { Verdict } from '../core/verdict.ts';

interface Judged {
  readonly ratio: number;
  readonly interval: readonly [number, number];
  readonly verdict: Verdict;
  readonly tolerance: number;
}

/** Why an interval gave its verdict, in words, where the figures alone do not say it. */
export function judgedReasons({ ratio, interval: [low, high], verdict, tolerance }: Judged): string[] {
  if (verdict === 'unchanged' && (low > 1 || high < 1)) {
    return [`a real change of ${formatChange(ratio)}, smaller than the tolerance of ${percent(tolerance)}`];
  }
  if (verdict !== 'inconclusive') return [];
  return [
    `the interval, ${formatChange(low)} to ${formatChange(high)}, holds both no change and a change of ${percent(tolerance)}`,
  ];
}

/** `12 samples on each side are too few for a confidence of 99.5 %: 14 are needed`. */
export function tooFewReason(have: string, alpha: number, needed: number): string {
  return `${have}: too few for a confidence of ${confidencePercent(alpha)}, which needs ${needed}`;
}

/** `2 %`, `0.5 %`: a tolerance as a person writes it. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** `99.5 %`, `99.99 %`: one digit more than the nines. */
export function confidencePercent(alpha: number): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(alpha)) - 1);
  return `${Number(((1 - alpha) * 100).toFixed(decimals))} %`;
}

/** `1 block`, `12 blocks`. */
export function counted(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
