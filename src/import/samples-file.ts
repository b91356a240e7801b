import { AssayError } from '../core/error.ts';
import type { Direction } from '../core/metric.ts';
import type { ImportedMeasurement } from './imported.ts';
import { readResults } from './read.ts';

/** Samples that can be compared: there are some, and which way is better is known. */
export interface ComparableMeasurement extends ImportedMeasurement {
  readonly direction: Direction;
}

/** Reads a file that holds samples, recognised by its content. What is only a summary is left out. */
export async function readSamplesFile(path: string): Promise<ComparableMeasurement[]> {
  const { measurements } = await readResults(path);
  const sampled = measurements.filter((measurement) => measurement.samples.length > 0);
  if (sampled.length === 0) {
    throw new AssayError('input', `${path}: holds summaries only, and a comparison needs the samples`, {
      hint: 'give a file of hyperfine --export-json, or of the schema assay.samples/1 (docs/reference/schemas)',
    });
  }
  return sampled.map((measurement) => ({ ...measurement, direction: known(measurement, path) }));
}

function known({ direction, benchmark, metric }: ImportedMeasurement, path: string): Direction {
  if (direction !== null) return direction;
  throw new AssayError('input', `${path}: it does not say which way ${metric} of ${benchmark} is better`, {
    hint: 'give the samples as assay.samples/1, with their direction',
  });
}
