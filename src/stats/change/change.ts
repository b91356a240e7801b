import type { Direction } from '../../core/metric.ts';
import type { Warning } from '../../core/warning.ts';

/** Why a level changed, as far as the record of the history tells. */
export type Cause = 'code' | 'environment' | 'unknown';

/** A step in a metric's history. Positions count from 0 over all values given, gaps included. */
export interface ChangePoint {
  /** First position of the new level. */
  readonly index: number;
  /** First and last position where the new level may begin, with the confidence of the analysis. */
  readonly range: readonly [number, number];
  /** The levels on both sides of the step, in the metric's unit, without its wild points. */
  readonly before: number;
  readonly after: number;
  /** after / before; `null` where a level is 0 or their signs differ. */
  readonly ratio: number | null;
  /** Of the ratio; an end is `null` where there is no ratio. */
  readonly interval: readonly [number | null, number | null];
  /** 1 − the chance of a step as sure as this one in a history without one. */
  readonly confidence: number;
  readonly cause: Cause;
  /** Whether it got worse; `null` where the direction is not known. */
  readonly verdict: 'regression' | 'improvement' | null;
}

/** A stretch of the history without a step. */
export interface Level {
  readonly from: number;
  /** One past its last position. */
  readonly to: number;
  /** Values in it; gaps do not count. */
  readonly n: number;
  readonly level: number;
}

/** The last points lie apart, and it is too early to tell whether they are a new level. */
export interface Pending {
  /** First position of what may become a new level. */
  readonly index: number;
  /** Further points that would settle it, should they lie where the last ones do. */
  readonly needs: number;
}

export interface ChangeAnalysis {
  /** Values, without gaps. */
  readonly n: number;
  readonly changePoints: readonly ChangePoint[];
  readonly levels: readonly Level[];
  readonly pending: Pending | null;
  readonly warnings: readonly Warning[];
}

export interface ChangeSettings {
  /** Chance that a history without a step shows one or more, 0 to 0.2. */
  readonly falseRate?: number;
  readonly direction?: Direction | null;
  /** The environment of each value, as any text that differs where environments do. `null`: not recorded. */
  readonly environments?: readonly (string | null)[];
  /** The commit of each value. */
  readonly commits?: readonly (string | null)[];
}

/** One history in a hundred without a step shows one. */
export const FALSE_RATE = 0.01;

/** Fewer values than this cannot hold two levels and their noise. */
export const FEWEST = 8;
