import type { Case } from '../core/case.ts';
import type { Adjustment, Comparison, Design } from '../core/comparison.ts';
import type { MeasurementStatus, Revision, RunKind, RunStatus, Side } from '../core/measurement.ts';
import type { Direction } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';

/** All that one report is made of. Equal data gives equal bytes: nothing else is read, no clock, no chance. */
export interface ReportData extends Evidence {
  /** Name of the project, for the title. */
  readonly project: string;
  /** When the report was written: ISO 8601, UTC. */
  readonly generatedAt: string;
  /** Version of Assay that writes the report. */
  readonly version: string;
}

/** What the store holds of one run, with everything derived from samples derived again. */
export interface Evidence {
  readonly run: Run;
  readonly environment: Environment;
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Compared[];
  /** One for each judged metric of each case that was measured in two or more runs. */
  readonly histories: readonly History[];
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** `null` for a run of one commit. */
  readonly design: Design | null;
  readonly seed: number;
  readonly settings: { readonly falseAlarmBudget: number; readonly confidence: number };
  readonly environmentId: string;
  /** Of the baseline, if it was measured elsewhere. */
  readonly baselineEnvironmentId: string | null;
  /** Runtime, limits and overhead of what executed the benchmarks; nested like an environment's facts. */
  readonly execution: unknown;
  /** Version of Assay that measured. */
  readonly version: string;
  readonly timings: { readonly buildS: number; readonly measureS: number; readonly totalS: number } | null;
  readonly candidate: Revision;
  readonly baseline: Revision | null;
}

export interface Environment {
  /** Full digest; people see its first digits. */
  readonly id: string;
  /** Nested facts; a leaf is a plain value, `{value}` or `{unavailable: reason}`. */
  readonly identity: Readonly<Record<string, unknown>>;
}

/** Where a measurement's samples lie, in its unit. */
export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly mean: number;
  /** `null` for one sample. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
  /** Interval of the median at the run's confidence; `null` where there are too few samples for one. */
  readonly interval: readonly [number, number] | null;
}

export interface Measurement {
  readonly id: number;
  readonly side: Side;
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly status: MeasurementStatus;
  readonly reason: string | null;
  readonly judged: boolean;
  readonly tolerance: number;
  readonly command: string;
  readonly warnings: readonly Warning[];
  /** In order of `seq`. */
  readonly samples: readonly Sample[];
  /** Recomputed from the samples; not the stored one. */
  readonly sampleDigest: string;
  /** `null` without samples. */
  readonly summary: Summary | null;
}

/** One value with the execution that gave it; the execution's facts are `null` for imported samples. */
export interface Sample {
  readonly seq: number;
  readonly value: number;
  readonly block: number | null;
  readonly position: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string | null;
  readonly exitCode: number | null;
}

export interface Compared extends Comparison {
  readonly baselineMeasurement: number;
  readonly candidateMeasurement: number;
  readonly tolerance: number;
  readonly alpha: number;
  readonly alphaAtLook: number;
  readonly blocks: number;
  /** There when the two sides were measured in different environments: the ratio is then adjusted. */
  readonly across?: Adjustment;
}

export interface History {
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction;
  /** Oldest first; runs of the same environment only, because like is compared with like. */
  readonly points: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly run: string;
  readonly measurement: number;
  readonly side: Side;
  /** Full object name; `null` for a dirty tree. */
  readonly commit: string | null;
  readonly title: string | null;
  readonly dirty: boolean;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  readonly environmentId: string;
  readonly n: number;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  readonly sampleDigest: string;
}
