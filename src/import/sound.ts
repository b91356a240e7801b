import { caseKey } from '../core/case.ts';
import { AssayError } from '../core/error.ts';
import type { ImportedMeasurement } from './imported.ts';

/** What every reader owes, checked once for all: something was found, it is finite, and nothing is there twice. */
export function checkSound(measurements: readonly ImportedMeasurement[], path: string): void {
  if (measurements.length === 0) {
    throw new AssayError('input', `${path}: no measurements in it`, {
      hint: 'give a file that the tool wrote at the end of a run that measured something',
    });
  }
  const seen = new Set<string>();
  for (const of of measurements) {
    const name = `${of.benchmark} ${of.metric}`;
    if (of.benchmark === '' || of.metric === '') throw new AssayError('input', `${path}: a name is empty`);
    if (of.samples.length === 0 && of.summary === null) {
      throw new AssayError('input', `${path}: ${name} has neither samples nor a summary`);
    }
    if (!of.samples.every(Number.isFinite) || !summaryIsFinite(of)) {
      throw new AssayError('input', `${path}: ${name} has a value that is no finite number`);
    }
    const key = measurementKey(of);
    const point = JSON.stringify([key, of.commit, of.at]);
    if (seen.has(point)) {
      throw new AssayError('input', `${path}: ${name} is in it twice`, {
        hint: 'put all samples of one measurement into one list',
      });
    }
    seen.add(point);
  }
}

function summaryIsFinite({ summary }: ImportedMeasurement): boolean {
  if (summary === null) return true;
  const { quantiles, ...figures } = summary;
  const stated = [...Object.values(figures), ...Object.values(quantiles)];
  return stated.every((figure) => figure === null || Number.isFinite(figure));
}

/** What makes two measurements of two files the same: benchmark, case and metric. */
export function measurementKey(of: Pick<ImportedMeasurement, 'benchmark' | 'case' | 'metric'>): string {
  return JSON.stringify([of.benchmark, caseKey(of.case), of.metric]);
}
