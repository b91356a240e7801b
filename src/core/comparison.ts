import type { Case } from './case.ts';
import type { Direction } from './metric.ts';
import type { Verdict } from './verdict.ts';

/** How the two sides were sampled, which decides the analysis. */
export type Design = 'interleaved' | 'independent' | 'paired-files';

/** One side's samples in brief, in the metric's unit. `sd` is `null` for one sample. */
export interface SideSummary {
  readonly n: number;
  readonly median: number;
  readonly mean: number;
  readonly sd: number | null;
}

/**
 * The estimate and its error for one metric. `ratio` = candidate / baseline, `null` where the baseline is
 * zero and the candidate is not, or where there are no samples. An interval end of `null` is unbounded
 * (too few samples for the confidence asked).
 */
export interface Estimate {
  readonly ratio: number | null;
  readonly interval: readonly [number | null, number | null];
  /** The smallest relative change that would have been called with a power of 80 %; `null` if unknown. */
  readonly minimumDetectable: number | null;
  readonly verdict: Verdict;
  /** In words, for a person: why it is inconclusive, what is needed, what to be careful about. */
  readonly reasons: readonly string[];
}

/** How a comparison of measurements from two environments was brought into one of them. */
export interface Adjustment {
  /** Run of the calibration. */
  readonly calibration: string;
  /** Whether it was taken against the direction in which it was measured. */
  readonly inverted: boolean;
  /** What it measured that stands for this work: the benchmark itself, or probes of its kind of work. */
  readonly by: readonly string[];
  /** What the candidate's environment makes of the same work: a ratio, with its interval. */
  readonly factor: {
    readonly ratio: number | null;
    readonly interval: readonly [number | null, number | null];
  };
  /** Error probability of that interval. */
  readonly alpha: number;
  /** Candidate / baseline as measured, each in its own environment. */
  readonly measured: {
    readonly ratio: number | null;
    readonly interval: readonly [number | null, number | null];
  };
}

/** The settings of one comparison. */
export interface Judgement {
  /** Smallest relative change worth knowing (δ); 0.02 is 2 %. */
  readonly tolerance: number;
  /** Two-sided error probability this comparison may spend, after sharing over the run's comparisons. */
  readonly alpha: number;
  readonly direction: Direction;
  /** UCUM unit. */
  readonly unit: string;
}

export interface Comparison extends Estimate {
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly baseline: SideSummary | null;
  readonly candidate: SideSummary | null;
}
