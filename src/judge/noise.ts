import type { Estimate, Judgement } from '../core/comparison.ts';
import type { Random } from '../core/random.ts';
import { median, quantile } from '../stats/descriptive.ts';
import { normalQuantile, Z_POWER } from '../stats/normal.ts';
import { pairedEstimate, pairedShift } from '../stats/paired.ts';
import { allPositive } from '../stats/shift.ts';
import { minimumBlocks } from '../stats/signed-rank.ts';
import { type Pairs, sequentialCase } from './interleaved.ts';

/** What `assay compare` has for one case. */
export interface CaseBudget {
  /** By metric, with its share of the false-alarm budget. */
  readonly judgements: ReadonlyMap<string, Judgement>;
  readonly minBlocks: number;
  /** The most blocks that samples and time allow. */
  readonly maxBlocks: number;
}

/** What comparing equal programs will give, for one metric. Half-widths are of the ratio's interval. */
export interface NoiseForecast {
  /** As the comparison will end: within a factor of 1.5 of most trials; and where eight of ten lie. */
  readonly halfWidth: number | null;
  readonly halfWidthRange: readonly [number, number] | null;
  /** Blocks that it will take. */
  readonly blocks: number;
  /** With the whole budget, the smallest change called with a power of 80 %. */
  readonly minimumDetectable: number | null;
  /** Blocks to see a change of this size with a power of 80 %, by the size. */
  readonly blocksFor: readonly { readonly change: number; readonly blocks: number | null }[];
}

export interface CaseForecast {
  readonly metrics: ReadonlyMap<string, NoiseForecast>;
  /** For each trial, whether a change was called where there is none. */
  readonly alarms: readonly boolean[];
}

/** The sizes of change that people ask for. */
export const CHANGES = [0.01, 0.02, 0.05, 0.1] as const;

/**
 * Plays `trials` comparisons of equal programs with blocks drawn from an A/A measurement with replacement (Efron
 * 1979), sides changed at random as the order in a block is: the same looks, the same stopping and the same
 * decision as `assay compare`, so that what it forecasts is what that will do.
 */
export function forecast(
  pairs: ReadonlyMap<string, Pairs>,
  { judgements, minBlocks, maxBlocks }: CaseBudget,
  trials: number,
  random: Random,
): CaseForecast {
  const test = sequentialCase(judgements, minBlocks, maxBlocks);
  const last = Math.max(maxBlocks, test.minFinalBlocks);
  const ended = new Map<string, Estimate[]>([...judgements.keys()].map((metric) => [metric, []]));
  const full = new Map<string, Estimate[]>([...judgements.keys()].map((metric) => [metric, []]));
  const lengths: number[] = [];
  const alarms: boolean[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const drawn = draw(pairs, last, random);
    let blocks = minBlocks;
    const upTo = (metric: string): Pairs => firstOf(drawn.get(metric)!, blocks);
    while (blocks < last && !test.settledAt(blocks, upTo)) blocks++;
    const decisions = test.decide(upTo);
    lengths.push(blocks);
    alarms.push([...decisions.values()].some(({ estimate }) => isChange(estimate)));
    for (const [metric, { estimate }] of decisions) ended.get(metric)!.push(estimate);
    for (const [metric, judgement] of judgements) {
      const { baseline, candidate } = drawn.get(metric)!;
      full
        .get(metric)!
        .push(pairedEstimate(baseline, candidate, { ...judgement, alpha: judgement.alpha / 2 }));
    }
  }
  const metrics = new Map<string, NoiseForecast>();
  for (const [metric, judgement] of judgements) {
    const widths = ended.get(metric)!.flatMap(halfWidthOf);
    const detectable = full.get(metric)!.flatMap((each) => each.minimumDetectable ?? []);
    metrics.set(metric, {
      halfWidth: widths.length === 0 ? null : typical(widths),
      halfWidthRange: widths.length === 0 ? null : [quantile(widths, 0.1), quantile(widths, 0.9)],
      blocks: Math.round(median(lengths)),
      minimumDetectable: detectable.length === 0 ? null : median(detectable),
      blocksFor: CHANGES.map((change) => ({
        change,
        blocks: blocksFor(pairs.get(metric)!, judgement.alpha / 2, change),
      })),
    });
  }
  return { metrics, alarms };
}

/** The same blocks for all metrics: what disturbs an execution shows in several. */
function draw(pairs: ReadonlyMap<string, Pairs>, blocks: number, random: Random): Map<string, Pairs> {
  const have = Math.min(...[...pairs.values()].map(({ baseline }) => baseline.length));
  const picks = Array.from({ length: blocks }, () => ({
    from: random.below(have),
    swap: random.below(2) === 1,
  }));
  return new Map(
    [...pairs].map(([metric, { baseline, candidate }]) => {
      const side = (first: readonly number[], second: readonly number[]): number[] =>
        picks.map(({ from, swap }) => (swap ? second[from]! : first[from]!));
      return [metric, { baseline: side(baseline, candidate), candidate: side(candidate, baseline) }];
    }),
  );
}

function firstOf({ baseline, candidate }: Pairs, blocks: number): Pairs {
  return { baseline: baseline.slice(0, blocks), candidate: candidate.slice(0, blocks) };
}

/** How far from the forecast a width may lie and still count as forecast. */
const FACTOR = 1.5;

/** The value that most others are within a factor of {@link FACTOR} of: the middle of the fullest such stretch. */
function typical(widths: readonly number[]): number {
  const ascending = [...widths].sort((a, b) => a - b);
  let [from, most] = [0, 0];
  for (let i = 0, end = 0; i < ascending.length; i++) {
    while (end < ascending.length && ascending[end]! <= ascending[i]! * FACTOR ** 2) end++;
    if (end - i > most) [from, most] = [i, end - i];
  }
  return Math.sqrt(ascending[from]! * ascending[from + most - 1]!);
}

function isChange({ verdict }: Estimate): boolean {
  return verdict === 'regression' || verdict === 'improvement';
}

function halfWidthOf({ interval: [low, high] }: Estimate): number[] {
  return low === null || high === null ? [] : [(high - low) / 2];
}

/**
 * From the half width h of the interval over all n pairs: the error of one pair is h·√n/z, and a change of x needs
 * (z_{1−α/2} + z_{0.8})·error/√blocks ≤ ln(1 + x) (Bloom 1995). Never fewer than α allows at all. `null` where the
 * pairs are too few to tell, or values have no logarithm.
 */
function blocksFor({ baseline, candidate }: Pairs, alpha: number, change: number): number | null {
  if (!allPositive(baseline, candidate)) return null;
  // At an alpha that the pairs can decide at: the error of one pair is the same for each.
  const shown = Math.max(alpha, 2 ** (2 - baseline.length), 0.05);
  const { interval } = pairedShift(baseline, candidate, shown);
  if (interval === null) return null;
  const error =
    ((interval[1] - interval[0]) / 2 / normalQuantile(1 - shown / 2)) * Math.sqrt(baseline.length);
  const needed = ((normalQuantile(1 - alpha / 2) + Z_POWER) * error) / Math.log1p(change);
  return Math.max(minimumBlocks(alpha), Math.ceil(needed ** 2));
}
