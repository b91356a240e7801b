import { AssayError } from '../core/error.ts';
import { checkProbability } from './check.ts';
import { minimumBlocks } from './signed-rank.ts';

/** When an adaptive comparison may look at its samples, and the error probability each look may spend. */
export interface LookSchedule {
  /** Interim looks by ascending number of complete blocks, all below the largest number of blocks. */
  readonly looks: readonly { readonly blocks: number; readonly alpha: number }[];
  /** For the one final look, when the budget of blocks or of time is used up without an interim decision. */
  readonly finalAlpha: number;
  /** The fewest blocks with which the final look can decide anything. */
  readonly minFinalBlocks: number;
}

/** Growth from one look to the next: two looks a doubling. Rarer looks cost time, more of them cost power. */
const GROWTH = Math.SQRT2;

/**
 * Group-sequential looks whose error probabilities add up to `alpha` at most (union bound over the spending
 * plan of Lan and DeMets 1983): the interim looks share one half equally, the final look has the other.
 * The first look is the smallest number of blocks, at least `minBlocks`, that can decide at its share.
 * Without room for an interim look the final look has all of `alpha`.
 */
export function lookSchedule(alpha: number, minBlocks: number, maxBlocks: number): LookSchedule {
  checkProbability(alpha, 'alpha');
  if (!(minBlocks >= 0 && maxBlocks >= minBlocks)) {
    throw new AssayError('input', `blocks: at least ${minBlocks} and at most ${maxBlocks} is no range`);
  }
  const blocks = interimBlocks(alpha / 2, Math.max(1, Math.ceil(minBlocks)), maxBlocks);
  const finalAlpha = blocks.length === 0 ? alpha : alpha / 2;
  return {
    looks: blocks.map((count) => ({ blocks: count, alpha: alpha / 2 / blocks.length })),
    finalAlpha,
    minFinalBlocks: minimumBlocks(finalAlpha),
  };
}

function interimBlocks(spend: number, minBlocks: number, maxBlocks: number): number[] {
  for (let first = minBlocks; first < maxBlocks; first++) {
    const blocks = geometric(first, maxBlocks);
    if (first >= minimumBlocks(spend / blocks.length)) return blocks;
  }
  return [];
}

function geometric(first: number, below: number): number[] {
  const blocks: number[] = [];
  for (let exact = first; Math.round(exact) < below; exact *= GROWTH) blocks.push(Math.round(exact));
  return [...new Set(blocks)];
}
