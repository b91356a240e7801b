import type { Estimate, Judgement } from '../core/comparison.ts';
import { minimumDetectable } from './minimum-detectable.ts';
import { judgedReasons } from './reasons.ts';
import { NO_INTERVAL } from './shift.ts';
import { judgeInterval } from './verdict.ts';

/** What one environment makes of a ratio measured in another: a ratio, with its interval. */
export interface Factor {
  /** > 0; `null`: unknown. */
  readonly ratio: number | null;
  readonly interval: readonly [number | null, number | null];
}

/**
 * The smallest interval that holds those of all factors; its ratio is their geometric mean. For work of a kind
 * of which several probes exist: its own factor is taken to lie among theirs.
 */
export function hullOf(factors: readonly Factor[]): Factor {
  const ratios = factors.map(({ ratio }) => ratio);
  const lows = factors.map(({ interval }) => interval[0]);
  const highs = factors.map(({ interval }) => interval[1]);
  if (factors.length === 0 || !known(ratios) || !known(lows) || !known(highs)) {
    return { ratio: null, interval: [null, null] };
  }
  const logs = ratios.map(Math.log);
  return {
    ratio: Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length),
    interval: [Math.min(...lows), Math.max(...highs)],
  };
}

/**
 * The comparison as it would be in one environment: measured across two, divided by the factor between them.
 * Both intervals together hold with at least 1 − (α₁ + α₂) (Bonferroni's inequality), and while they do, so
 * does [lo₁/hi₂, hi₁/lo₂]: the factor's uncertainty is in it whole. `judgement.alpha` is α₁ + α₂.
 */
export function adjusted(measured: Estimate, factor: Factor, judgement: Judgement): Estimate {
  const [low, high] = measured.interval;
  const [factorLow, factorHigh] = factor.interval;
  if (measured.ratio === null || low === null || high === null) {
    return { ...NO_INTERVAL, reasons: [...measured.reasons, 'without a ratio there is nothing to adjust'] };
  }
  if (factor.ratio === null || factorLow === null || factorHigh === null || !(factorLow > 0)) {
    const reason = 'the calibration has too few blocks for an interval at this confidence';
    return { ...NO_INTERVAL, reasons: [reason] };
  }
  const ratio = measured.ratio / factor.ratio;
  const interval: [number, number] = [low / factorHigh, high / factorLow];
  const { tolerance, direction } = judgement;
  const verdict = judgeInterval(ratio, interval[0], interval[1], tolerance, direction);
  const halfWidth = Math.log(interval[1] / interval[0]) / 2;
  return {
    ratio,
    interval,
    minimumDetectable: Number.isFinite(halfWidth) ? minimumDetectable('log', halfWidth, judgement) : null,
    verdict,
    reasons: judgedReasons({ ratio, interval, verdict, tolerance }),
  };
}

function known(values: readonly (number | null)[]): values is readonly number[] {
  return values.every((value) => value !== null && value > 0);
}
