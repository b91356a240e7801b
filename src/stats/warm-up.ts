import type { Direction } from '../core/metric.ts';
import { formatChange } from '../core/unit.ts';
import type { Warning } from '../core/warning.ts';
import { mean, median } from './descriptive.ts';
import { FEWEST_TO_SCORE, OUTLIER_SCORE, outlierScores } from './outliers.ts';
import { counted } from './reasons.ts';

/**
 * How many leading samples are worse than the rest as outliers are. A single one counts if it lies twice as far as
 * the limit and is the worst of all: in heavy-tailed noise there are outliers anyway, and some come first.
 */
export function leadingSlow(samples: readonly number[], direction: Direction): number {
  if (samples.length < FEWEST_TO_SCORE) return 0;
  const worse = direction === 'lower' ? 1 : -1;
  const scores = outlierScores(samples).map((score) => score * worse);
  const end = scores.findIndex((score) => score <= OUTLIER_SCORE);
  if (end !== 1) return Math.max(0, end);
  const alone = scores[0]! > 2 * OUTLIER_SCORE && scores.every((score, i) => i === 0 || score < scores[0]!);
  return alone ? 1 : 0;
}

/** The first samples stand apart by more than the tolerance. `null` if there is no such doubt. */
export function warmUpDoubt(
  samples: readonly number[],
  leading: number,
  settings: { readonly tolerance: number; readonly warmup: number },
): Warning | null {
  if (leading === 0) return null;
  const rest = median(samples.slice(leading));
  const excess = mean(samples.slice(0, leading)) - rest;
  if (rest === 0 || Math.abs(excess) <= settings.tolerance * Math.abs(rest)) return null;
  const first = leading === 1 ? 'the first sample differs' : `the first ${counted(leading, 'sample')} differ`;
  return {
    kind: 'warm-up',
    message: `${first} from the rest by ${formatChange(1 + excess / Math.abs(rest))}${leading === 1 ? '' : ' on average'}`,
    hint: `raise \`warmup\` to ${settings.warmup + leading}`,
  };
}
