import type { BenchResult } from './result.ts';

/** What a bench found: a {@link BenchResult}, with what the page of results shows besides. */
export interface Outcome extends Omit<BenchResult, 'ratio'> {
  /** Ours to the peer's, 1 and less is as fast or faster; `null` where there is no peer. */
  readonly ratio: BenchResult['ratio'] | null;
  /** Bounds that are not ratios. */
  readonly limits?: readonly Limit[];
  /** What the ratio was computed from. */
  readonly pairs?: readonly Pair[];
}

/** A bound on something absolute, such as a time to be kept. */
export interface Limit {
  readonly label: string;
  readonly value: string;
  readonly bound: string;
  readonly met: boolean;
}

/** Of one block: our time and the peer's, in seconds, taken close together. */
export interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

/** What a bench is given. */
export interface BenchContext {
  /** Share of the repetitions to make: 1, or less for a look. */
  readonly share: number;
  /** One line for a person who waits. */
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

/** A number of repetitions under the share asked for; two are the fewest that vary. */
export function repetitions(of: number, { share }: Pick<BenchContext, 'share'>): number {
  return Math.max(2, Math.round(of * share));
}
