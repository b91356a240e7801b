import type { DirectedMeasurement } from './directions.ts';
import type { ImportedSummary } from './imported.ts';

/** A measurement to hand on, with the summary of its samples, or the one that its source stated. */
export interface Exported extends DirectedMeasurement {
  readonly summary: ImportedSummary;
}
