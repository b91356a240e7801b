import assert from 'node:assert/strict';

interface Shown {
  readonly side: string;
  readonly metric: string;
  readonly samples: readonly number[];
}

/** The only measurement of a metric in what `assay run --json` or `assay show --json` says. */
export function own<Result extends { measurements: readonly Shown[] }>(result: Result, metric: string) {
  const found = result.measurements.filter((each) => each.metric === metric);
  assert.equal(found.length, 1, `${metric} of ${result.measurements.map((each) => each.metric)}`);
  return found[0]! as Shown & Record<string, unknown>;
}
