import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';

/** Samples that another tool took. */
export interface ImportedMeasurement {
  readonly benchmark: string;
  readonly case: Case;
  readonly metric: string;
  /** UCUM. */
  readonly unit: string;
  readonly direction: Direction;
  /** In the unit, in the order taken; at least one, all finite. */
  readonly samples: readonly number[];
}
