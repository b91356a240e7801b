import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';
import type { Verdict } from '../core/verdict.ts';

/** What a picture is drawn from: plain data that the store can give again, so that it can be verified. */
export type GraphData = DistributionData | ForestData | HistoryData;

interface OneMetric {
  readonly benchmark: string;
  readonly case: Case;
  /** The alternative measured, where a benchmark has several. */
  readonly subject?: string | null;
  readonly metric: string;
  /** UCUM. */
  readonly unit: string;
  readonly direction: Direction;
}

/** All samples of one metric of one case: one side for a run, two for a comparison, in order of time. */
export interface DistributionData extends OneMetric {
  readonly kind: 'distribution';
  readonly sides: readonly {
    readonly label: string;
    readonly samples: readonly number[];
    readonly median: number;
    /** Interval of the median; `null` where there are too few samples. */
    readonly interval: readonly [number, number] | null;
  }[];
  /** Why there is nothing to draw. */
  readonly unavailable: string | null;
}

/** Ratios of candidate to baseline with their simultaneous intervals. */
export interface ForestData {
  readonly kind: 'forest';
  readonly baseline: string;
  readonly candidate: string;
  readonly confidence: number;
  /** What the ratios are of, where it is not two commits: then none of them is good or bad. */
  readonly about?: 'environments';
  readonly rows: readonly {
    readonly benchmark: string;
    readonly case: Case;
    readonly subject?: string | null;
    readonly metric: string;
    readonly direction: Direction;
    readonly ratio: number | null;
    readonly interval: readonly [number | null, number | null];
    readonly tolerance: number;
    readonly verdict: Verdict;
  }[];
}

/** The medians of one metric over commits, oldest first. */
export interface HistoryData extends OneMetric {
  readonly kind: 'history';
  readonly points: readonly {
    readonly run: string;
    /** Short object name, or `null` for a dirty tree. */
    readonly commit: string | null;
    readonly dirty: boolean;
    readonly measuredAt: string;
    readonly environment: string;
    readonly n: number;
    /** `null` where it was not measured: a gap. */
    readonly median: number | null;
    readonly quartiles: readonly [number, number] | null;
    /** Interval of the median; absent or `null` where there is none. */
    readonly interval?: readonly [number, number] | null;
  }[];
  /** Stretches without a step, from the first position to one past the last. */
  readonly levels?: readonly { readonly from: number; readonly to: number; readonly level: number }[];
  readonly changes?: readonly {
    /** First position of the new level. */
    readonly index: number;
    readonly ratio: number | null;
    readonly verdict: 'regression' | 'improvement' | null;
    readonly cause: 'code' | 'environment' | 'unknown';
  }[];
}

/** What is written in the picture and in its metadata. */
export interface GraphStamp {
  /** Figure id that `assay trace` takes. */
  readonly figure: string;
  readonly runs: readonly string[];
  /** Full object names of the measured commits, candidate last; a dirty tree names the commit it is based on. */
  readonly commits: readonly string[];
  readonly dirty: boolean;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  /** Short ids. */
  readonly environments: readonly string[];
  readonly samples: number;
}

/** Metadata inside every SVG and PNG, under the name `assay`. */
export interface GraphMetadata extends GraphStamp {
  readonly schema: 'assay.graph/1';
  readonly kind: GraphData['kind'];
  /** SHA-256 of the canonical JSON of the plotted data. */
  readonly dataDigest: string;
  /** SHA-256 of the picture without this metadata. */
  readonly contentDigest: string;
  /** Assay's version. */
  readonly version: string;
}
