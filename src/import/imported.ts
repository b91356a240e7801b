import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';

/** One measurement as another tool left it, in Assay's names and units. */
export interface ImportedMeasurement {
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  /** UCUM: times in `s`, sizes in `By`, counts in `1`, rates in `1/s` and `By/s`. */
  readonly unit: string;
  /** `null` where the format does not say which way is better. */
  readonly direction: Direction | null;
  /** In the unit, in the order taken, all finite; empty where the source keeps a summary only. */
  readonly samples: readonly number[];
  /** What the source itself states; `null` where it states nothing beside the samples. */
  readonly summary: ImportedSummary | null;
  /** The commit as the source names it; `null` where it names none. */
  readonly commit: string | null;
  /** ISO 8601, UTC; `null` where the source gives no time. */
  readonly at: string | null;
}

/** What a source states of samples that it did not keep, in the metric's unit; never derived by Assay. */
export interface ImportedSummary {
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
