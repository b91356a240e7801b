import { formatChange } from '../core/unit.ts';
import type { ForestData } from './graph.ts';
import { niceStep } from './ticks.ts';

/** An axis of natural logarithms of ratios: equally far on both sides of 1 is equally much. */
export interface RatioAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/**
 * Covers every estimate, the tolerance bands and the intervals, but an interval widens the axis to at most
 * three times what the estimates need: beyond, it is drawn as an arrow, so that one uncertain case does not
 * flatten the others.
 */
export function ratioAxis(rows: ForestData['rows']): RatioAxis {
  const logs = rows.flatMap(({ ratio }) => (ratio !== null && ratio > 0 ? [Math.log(ratio)] : []));
  const bands = rows.map(({ tolerance }) => 1.5 * Math.log(1 + tolerance));
  const needed = Math.max(MIN_REACH, ...bands, ...logs.map(Math.abs));
  const ends = rows
    .flatMap(({ interval }) => interval)
    .flatMap((end) => (end !== null && end > 0 ? [Math.log(end)] : []));
  const allowed = 3 * needed;
  const inside = ends.map((end) => Math.max(-allowed, Math.min(allowed, end)));
  const reach = [...logs, ...inside, ...bands, ...bands.map((band) => -band)];
  const low = Math.min(-MIN_REACH, ...reach);
  const high = Math.max(MIN_REACH, ...reach);
  const margin = (high - low) * 0.04;
  return { min: low - margin, max: high + margin, ticks: ticksOf(low - margin, high + margin) };
}

/** Where everything is equal, a hundredth either way still gives the axis a scale. */
const MIN_REACH = Math.log(1.01);

/** The most labels that fit side by side under the plot. */
const MOST = 7;

function ticksOf(min: number, max: number): RatioAxis['ticks'] {
  const ratios = max - min > Math.log(4) ? powers(min, max) : percents(min, max);
  return ratios.map((ratio) => ({ at: Math.log(ratio), label: labelOf(ratio, max - min > Math.log(4)) }));
}

/** Multiples of 1, 2 or 5 × 10ⁿ percent. */
function percents(min: number, max: number): number[] {
  const [low, high] = [Math.exp(min) - 1, Math.exp(max) - 1];
  const step = niceStep((high - low) / MOST);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => 1 + (first + i) * step);
}

/** 1, 2, 5 × 10ⁿ, or only every so many powers of ten where those are too many. */
function powers(min: number, max: number): number[] {
  const [first, last] = [Math.floor(min / Math.LN10), Math.ceil(max / Math.LN10)];
  const every = Math.ceil((max - min) / Math.LN10 / MOST);
  const ratios: number[] = [];
  for (let power = first; power <= last; power++) {
    if (power % every !== 0) continue;
    ratios.push(...((max - min) / Math.LN10 > 2 ? [1] : [1, 2, 5]).map((digit) => digit * 10 ** power));
  }
  return ratios.filter((ratio) => Math.log(ratio) >= min && Math.log(ratio) <= max);
}

function labelOf(ratio: number, asFactor: boolean): string {
  if (asFactor) return `× ${Number(ratio.toPrecision(3))}`;
  return formatChange(ratio)
    .replace(/^±/, '')
    .replace(/\.0 %$/, ' %');
}
