import type { LevelEstimate } from './levels.ts';

export interface Ratio {
  readonly ratio: number | null;
  readonly interval: readonly [number | null, number | null];
}

/**
 * after / before with its interval, from the errors of both levels by the delta method on the logarithm.
 * There is no ratio where a level is 0 or the signs differ.
 */
export function ratioOf(before: LevelEstimate, after: LevelEstimate, quantile: number): Ratio {
  const ratio = after.level / before.level;
  if (!(ratio > 0) || !Number.isFinite(ratio)) return { ratio: null, interval: [null, null] };
  const error = Math.hypot(before.error / before.level, after.error / after.level);
  const factor = Math.exp(quantile * error);
  return { ratio, interval: [ratio / factor, Number.isFinite(ratio * factor) ? ratio * factor : null] };
}
