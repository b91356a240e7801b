import type { Estimate, Judgement } from '../../src/core/comparison.ts';
import type { Random } from '../../src/core/random.ts';
import { LOG_STEPS, logRatioSteps } from '../../src/stats/grid.ts';
import { lookSchedule } from '../../src/stats/looks.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { countPairSums } from '../../src/stats/select.ts';
import { settles } from '../../src/stats/settle.ts';
import { signedRankCritical } from '../../src/stats/signed-rank.ts';

/** The blocks of one simulated comparison. */
export interface Blocks {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

export interface Budget {
  /** Two-sided error probability of this comparison. */
  readonly alpha: number;
  readonly tolerance: number;
  readonly minBlocks: number;
  readonly maxBlocks: number;
  /** Sampling ends with the first block that passes this total of both sides' values; default never. */
  readonly time?: number;
}

export interface Outcome {
  readonly estimate: Estimate;
  readonly blocks: number;
}

/** Deals a series of executions to the two sides, the order in each block decided by a fair coin. */
export function interleave(series: Float64Array, random: Random, ratio: number): Blocks {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (let i = 0; i + 1 < series.length; i += 2) {
    const first = random.uint32() & 1;
    baseline.push(series[i + first]!);
    candidate.push(series[i + 1 - first]! * ratio);
  }
  return { baseline, candidate };
}

/**
 * The comparison as `assay compare` makes it: interim looks that may settle it, then the final look. The
 * estimate at each look is the product's own; `estimateAt` may shorten the way to it.
 */
export function adaptive(blocks: Blocks, budget: Budget, estimateAt: typeof atLook = atLook): Outcome {
  const { looks, finalAlpha } = lookSchedule(budget.alpha, budget.minBlocks, budget.maxBlocks);
  const last = Math.min(budget.maxBlocks, blocksInTime(blocks, budget.time ?? Number.POSITIVE_INFINITY));
  for (const look of looks) {
    if (look.blocks >= last) break;
    const estimate = estimateAt(blocks, look.blocks, look.alpha, budget.tolerance);
    if (settles(estimate, budget.tolerance)) return { estimate, blocks: look.blocks };
  }
  return { estimate: estimateAt(blocks, last, finalAlpha, budget.tolerance), blocks: last };
}

/** The estimate from the first `count` blocks. */
export function atLook(blocks: Blocks, count: number, alpha: number, tolerance: number): Estimate {
  return pairedEstimate(blocks.baseline.slice(0, count), blocks.candidate.slice(0, count), {
    ...JUDGED_AS,
    alpha,
    tolerance,
  });
}

/**
 * {@link atLook}, except that an interval which neither excludes 1 nor lies in the band, and so must be
 * inconclusive, is not computed but only counted: most looks at equal programs. A test compares the two.
 */
export function atLookInShort(blocks: Blocks, count: number, alpha: number, tolerance: number): Estimate {
  const k = signedRankCritical(count, alpha);
  if (k === 0) return INCONCLUSIVE;
  const differences = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    differences[i] = logRatioSteps(blocks.candidate[i]!, blocks.baseline[i]!);
  }
  differences.sort();
  const band = 2 * (Math.log1p(tolerance) * LOG_STEPS + 1);
  const beyond = (count * (count + 1)) / 2 + 1 - k;
  const upTo = (sum: number): number => countPairSums(differences, sum);
  const notAbove = upTo(0);
  const undecided = notAbove >= k && upTo(-1) < beyond;
  const outside = upTo(-band) >= k || upTo(band) < beyond;
  return undecided && outside ? INCONCLUSIVE : atLook(blocks, count, alpha, tolerance);
}

const JUDGED_AS = { direction: 'lower', unit: 's' } as const satisfies Partial<Judgement>;

const INCONCLUSIVE: Estimate = {
  ratio: null,
  interval: [null, null],
  minimumDetectable: null,
  verdict: 'inconclusive',
  reasons: [],
};

function blocksInTime({ baseline, candidate }: Blocks, time: number): number {
  let spent = 0;
  for (let i = 0; i < baseline.length; i++) {
    spent += baseline[i]! + candidate[i]!;
    if (spent >= time) return i + 1;
  }
  return baseline.length;
}
