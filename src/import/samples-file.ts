import { AssayError } from '../core/error.ts';
import { type DirectedMeasurement, withDirections } from './directions.ts';
import { readResults } from './read.ts';

/** Reads a file that holds samples, recognised by its content. What is only a summary is left out. */
export async function readSamplesFile(path: string): Promise<DirectedMeasurement[]> {
  const { measurements } = await readResults(path);
  const sampled = measurements.filter((measurement) => measurement.samples.length > 0);
  if (sampled.length === 0) {
    throw new AssayError('input', `${path}: holds summaries only, and a comparison needs the samples`, {
      hint: 'give a file of hyperfine --export-json, or of the schema assay.samples/1 (docs/reference/schemas)',
    });
  }
  const { known, unknown } = withDirections(sampled, new Map());
  if (unknown.length === 0) return [...known];
  throw new AssayError('input', `${path}: it does not say which way is better: ${unknown.join(', ')}`, {
    hint: 'give the samples as assay.samples/1, with their direction',
  });
}
