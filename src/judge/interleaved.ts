import type { Estimate, Judgement } from '../core/comparison.ts';
import { lookSchedule } from '../stats/looks.ts';
import { pairedEstimate } from '../stats/paired.ts';
import { settles } from '../stats/settle.ts';

/** Samples of the complete blocks of both sides, in order of time. */
export interface Pairs {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

export interface Decision {
  /** What decides: what was measured, or what was made of it. */
  readonly estimate: Estimate;
  /** What the samples alone say. */
  readonly measured: Estimate;
  readonly blocks: number;
  /** The error probability spent at the look that decided. */
  readonly alphaAtLook: number;
}

/** All judged metrics of one case under sequential observation, with looks planned before the first sample. */
export interface SequentialCase {
  /** The fewest blocks with which the final look can decide every metric. */
  readonly minFinalBlocks: number;
  /** Whether `blocks` is a planned look and every metric is settled there. */
  settledAt(blocks: number, pairsOf: (metric: string) => Pairs): boolean;
  /** The decisions with what there is: of the look where all settled, else of the final look. */
  decide(pairsOf: (metric: string) => Pairs): ReadonlyMap<string, Decision>;
}

export type Conclude = (metric: string, measured: Estimate, look: Judgement) => Estimate;

/**
 * Each judgement's `alpha` is the whole share of that comparison; a look spends its part of it. All metrics
 * are looked at together, at the places planned for the smallest share, because stopping ends them all.
 * `conclude` makes of a look at the samples, with the error probability spent there, what decides.
 */
export function sequentialCase(
  judgements: ReadonlyMap<string, Judgement>,
  minBlocks: number,
  maxBlocks: number,
  conclude: Conclude = (_metric, measured) => measured,
): SequentialCase {
  const smallest = Math.min(...[...judgements.values()].map(({ alpha }) => alpha));
  const schedule = lookSchedule(smallest, minBlocks, maxBlocks);
  const metrics = [...judgements.keys()];
  const decideAt = (metric: string, pairs: Pairs, share: number): Decision => {
    const judgement = judgements.get(metric)!;
    const alphaAtLook = judgement.alpha * share;
    const look = { ...judgement, alpha: alphaAtLook };
    const measured = pairedEstimate(pairs.baseline, pairs.candidate, look);
    const estimate = conclude(metric, measured, look);
    return { estimate, measured, blocks: pairs.baseline.length, alphaAtLook };
  };
  /** The decisions of the interim look at `blocks` if every metric is settled there. */
  const settled = (blocks: number, pairsOf: (metric: string) => Pairs): Map<string, Decision> | null => {
    const look = schedule.looks.find((planned) => planned.blocks === blocks);
    if (!look) return null;
    const decisions = new Map<string, Decision>();
    for (const metric of metrics) {
      const decision = decideAt(metric, pairsOf(metric), look.alpha / smallest);
      if (!settles(decision.estimate, judgements.get(metric)!.tolerance)) return null;
      decisions.set(metric, decision);
    }
    return decisions;
  };
  return {
    minFinalBlocks: schedule.minFinalBlocks,
    settledAt: (blocks, pairsOf) => settled(blocks, pairsOf) !== null,
    decide(pairsOf) {
      const blocks = Math.max(...metrics.map((metric) => pairsOf(metric).baseline.length));
      const final = schedule.finalAlpha / smallest;
      return (
        settled(blocks, pairsOf) ??
        new Map(metrics.map((metric) => [metric, decideAt(metric, pairsOf(metric), final)]))
      );
    },
  };
}
