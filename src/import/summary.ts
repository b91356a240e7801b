import type { ImportedSummary } from './imported.ts';

/** A summary of what the source states, or `null` where it states no figure. */
export function summaryOf(stated: Partial<ImportedSummary>): ImportedSummary | null {
  const summary = { ...NOTHING, ...stated };
  const { mean, median, min, max, quantiles } = summary;
  const silent = [mean, median, min, max].every((figure) => figure === null);
  return silent && Object.keys(quantiles).length === 0 ? null : summary;
}

const NOTHING: ImportedSummary = {
  n: null,
  mean: null,
  median: null,
  sd: null,
  min: null,
  max: null,
  quantiles: {},
};
