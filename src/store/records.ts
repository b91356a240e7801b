import type { Case } from '../core/case.ts';
import type { Adjustment, Comparison, Design } from '../core/comparison.ts';
import type { MeasurementStatus, Revision, RunKind, RunStatus, Side } from '../core/measurement.ts';
import type { Direction } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';

/** What the store gives back: one interface a table, with JSON columns parsed. */

export interface RunSettings {
  /** Chance of one or more false alarms in the whole run. */
  readonly falseAlarmBudget: number;
  /** 1 − falseAlarmBudget: the simultaneous confidence of all intervals together. */
  readonly confidence: number;
}

/** Where the time of a run went, in seconds. */
export interface RunTimings {
  readonly buildS: number;
  /** Inside measured executions, warm-up included. */
  readonly measureS: number;
  readonly totalS: number;
}

export interface RunRecord {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** `null` for a run of one commit. */
  readonly design: Design | null;
  readonly seed: number;
  readonly settings: RunSettings;
  /** The validated plan, as stored JSON (`Plan` of config/); `null` for imported samples. */
  readonly plan: unknown;
  readonly environmentId: string;
  /** The volatile part of the environment when the run started (`Conditions` of environment/). */
  readonly conditions: unknown;
  /** Runtime, limits and overhead of what executed the benchmarks (`Execution` of environment/). */
  readonly execution: unknown;
  /** Assay's own version. */
  readonly version: string;
  readonly timings: RunTimings | null;
  readonly candidate: Revision;
  readonly baseline: Revision | null;
  /** Where the baseline was measured, if elsewhere than the candidate; `null`: in `environmentId` as well. */
  readonly baselineEnvironmentId: string | null;
}

export interface MeasurementRecord {
  readonly id: number;
  readonly runId: string;
  readonly side: Side;
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly status: MeasurementStatus;
  /** Why it is `unavailable` or `failed`. */
  readonly reason: string | null;
  /** Whether the plan judges this metric or only records it. */
  readonly judged: boolean;
  /** δ for this metric: smallest relative change worth knowing. */
  readonly tolerance: number;
  /** The command as run, for a person; secrets never appear. */
  readonly command: string;
  readonly warnings: readonly Warning[];
  /** Number of samples. */
  readonly n: number;
  /** Over the samples in order, set when the measurement is complete; `null` before. */
  readonly digest: string | null;
  /** What the tool stated that an imported measurement is of; `null` where it kept the samples. */
  readonly summary: StatedSummary | null;
}

/** What another tool stated of samples that it did not keep, in the metric's unit; never derived by Assay. */
export interface StatedSummary {
  /** Number of samples behind it. */
  readonly n: number | null;
  readonly mean: number | null;
  readonly median: number | null;
  /** Standard deviation. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** By probability as a decimal: `{"0.95": 0.0123}`. */
  readonly quantiles: Readonly<Record<string, number>>;
}

export interface SampleRecord {
  /** Position within the measurement, from 0. */
  readonly seq: number;
  /** In the metric's unit. */
  readonly value: number;
}

/** One execution of a command, which gave one sample to each of its metrics under the same `seq`. */
export interface ExecutionRecord {
  readonly side: Side;
  readonly benchmark: string;
  readonly case: Case;
  readonly seq: number;
  /** Block of an interleaved run, from 0; equals `seq` in a run of one commit. */
  readonly block: number;
  /** Order within the block, from 0. */
  readonly position: number;
  readonly startedAt: string;
  readonly exitCode: number | null;
  readonly signal: number | null;
  /**
   * Share of one CPU that others used since the last reading, 0 and up; `null` where there was no reading:
   * the kernel's counters are too coarse for a single short execution.
   */
  readonly otherLoad: number | null;
}

/** A comparison with the measurements it was derived from and the look that decided it. */
export interface ComparisonRecord extends Comparison {
  readonly runId: string;
  readonly baselineMeasurement: number;
  readonly candidateMeasurement: number;
  readonly tolerance: number;
  /** Share of the false-alarm budget given to this comparison. */
  readonly alpha: number;
  /** The error probability spent at the deciding look (≤ alpha). */
  readonly alphaAtLook: number;
  /** Complete blocks (or samples of the smaller file) that the decision used. */
  readonly blocks: number;
  /** There when the two sides were measured in different environments: estimate and verdict are then adjusted. */
  readonly across?: Adjustment;
}

/** One run's measurement in a metric's history, oldest first. */
export interface HistoryPoint {
  readonly runId: string;
  readonly measurementId: number;
  readonly startedAt: string;
  readonly commit: string | null;
  readonly committedAt: string | null;
  readonly title: string | null;
  readonly dirty: boolean;
  readonly environmentId: string;
  readonly n: number;
  readonly median: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
}
