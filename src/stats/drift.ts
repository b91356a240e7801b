import { formatChange } from '../core/unit.ts';
import type { Warning } from '../core/warning.ts';
import { median } from './descriptive.ts';
import { normalQuantile } from './normal.ts';

/** How often samples in random order may be said to drift: 1 in 1,000, since each case of a run is asked. */
const FALSE_RATE = 0.001;

/**
 * A monotone trend that is both sure and larger than the tolerance. Sure: Spearman's rank correlation with the
 * order, whose variance under random order is exactly 1/(n − 1), also with ties (Kendall and Gibbons 1990,
 * ch. 5). Larger: between the medians of the first and the last third. `null` if there is no such doubt.
 */
export function driftDoubt(samples: readonly number[], tolerance: number): Warning | null {
  const limit = normalQuantile(1 - FALSE_RATE / 2) / Math.sqrt(samples.length - 1);
  if (!(limit < 1) || Math.abs(orderCorrelation(samples)) <= limit) return null;
  const third = Math.floor(samples.length / 3);
  const before = median(samples.slice(0, third));
  const change = median(samples.slice(-third)) - before;
  if (before === 0 || Math.abs(change) <= tolerance * Math.abs(before)) return null;
  return {
    kind: 'drift',
    message: `the samples drift: the last third lies ${formatChange(1 + change / Math.abs(before))} from the first`,
    hint: 'let the machine reach a steady state (heat, caches, background work) before measuring; `assay compare` interleaves both sides, which cancels drift',
  };
}

/** Spearman's rank correlation between value and position, with mid-ranks for ties; 0 for equal samples. */
export function orderCorrelation(samples: readonly number[]): number {
  const ranks = midRanks(samples);
  const centre = (samples.length - 1) / 2;
  let product = 0;
  let rankSquares = 0;
  let orderSquares = 0;
  for (let i = 0; i < samples.length; i++) {
    product += (i - centre) * (ranks[i]! - centre);
    rankSquares += (ranks[i]! - centre) ** 2;
    orderSquares += (i - centre) ** 2;
  }
  return rankSquares === 0 ? 0 : product / Math.sqrt(rankSquares * orderSquares);
}

function midRanks(samples: readonly number[]): Float64Array {
  const order = samples.map((_, i) => i).sort((a, b) => samples[a]! - samples[b]!);
  const ranks = new Float64Array(samples.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && samples[order[to]!] === samples[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}
