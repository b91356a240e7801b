import type { Case } from './case.ts';
import type { Direction } from './metric.ts';
import type { WorkKind } from './work.ts';

/** The measured effect of one environment (`candidate`) relative to another (`baseline`). */
export interface Calibration {
  /** The run that holds the samples, which also names the calibration. */
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  readonly baseline: CalibratedEnvironment;
  readonly candidate: CalibratedEnvironment;
  /** Bound on the chance that one or more of the intervals miss the truth. */
  readonly budget: number;
  /** Of each interval: the budget shared over them. */
  readonly alpha: number;
  readonly rows: readonly CalibrationRow[];
}

/** It holds only for runs in the environments of these very ids. */
export interface CalibratedEnvironment {
  /** As `assay.yaml` calls it. */
  readonly name: string;
  readonly id: string;
}

/** One metric of one probe, or of one case of a benchmark of the project. */
export interface CalibrationRow {
  /** `probe:NAME` for a probe: no benchmark of a project can be called so. */
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  /** What a probe does; `null` for the project's own, and for what stands for no kind of work. */
  readonly work: WorkKind | null;
  /** Digest of what was executed, for the project's own; `null` for a probe. */
  readonly workload: string | null;
  readonly status: 'measured' | 'unavailable' | 'failed';
  /** Why it was not measured. */
  readonly reason: string | null;
  /** Medians of both environments, in the metric's unit. */
  readonly baselineMedian: number | null;
  readonly candidateMedian: number | null;
  /** candidate / baseline. */
  readonly ratio: number | null;
  readonly interval: readonly [number | null, number | null];
  /** The smallest relative effect that would have been seen with a power of 80 %. */
  readonly minimumDetectable: number | null;
  /** What an amount says more than a share, candidate − baseline in the metric's unit; else `null`. */
  readonly difference: {
    readonly value: number;
    readonly interval: readonly [number | null, number | null];
    readonly minimumDetectable: number | null;
  } | null;
  /** `effect`: the interval excludes "none"; `none`: it does not; `undecided`: there is no interval. */
  readonly finding: 'effect' | 'none' | 'undecided';
  /** Complete blocks of one execution in each environment. */
  readonly blocks: number;
  /** Ids of the two measurements, baseline first; `null` where nothing was measured. */
  readonly measurements: readonly [number, number] | null;
}

/** What executing somewhere costs, as far as it was measured. */
export type Overhead =
  | { readonly status: 'unavailable'; readonly reason: string }
  | {
      readonly status: 'measured';
      /** The environment that it is measured against. */
      readonly against: string;
      /** Of the wall time of each kind of work that was probed: over all its probes. */
      readonly time: Readonly<Partial<Record<WorkKind, OverheadRatio>>>;
    };

export interface OverheadRatio {
  /** Run of the calibration: the newest that probed this kind of work. */
  readonly calibration: string;
  readonly ratio: number;
  /** Ends of the interval, together with all others of the calibration. */
  readonly low: number;
  readonly high: number;
}
