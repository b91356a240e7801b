import assert from 'node:assert/strict';
import test from 'node:test';
import { independentEstimate } from '../../src/stats/independent.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { ORDINARY } from './samples.ts';

const BYTES = { ...ORDINARY, unit: 'By' };

for (const [design, estimate] of [
  ['paired', pairedEstimate],
  ['independent', independentEstimate],
] as const) {
  test(`${design}: bytes that never vary are compared exactly from two readings on`, () => {
    const larger = estimate([1000, 1000], [1020, 1020], BYTES);
    assert.deepEqual([larger.ratio, larger.interval, larger.verdict], [1.02, [1.02, 1.02], 'regression']);
    assert.equal(larger.minimumDetectable, 0);
    const smaller = estimate([1020, 1020], [1000, 1000], BYTES);
    assert.equal(smaller.verdict, 'improvement');
    const equal = estimate([1000, 1000], [1000, 1000], BYTES);
    assert.deepEqual(
      [equal.ratio, equal.interval, equal.verdict, equal.reasons],
      [1, [1, 1], 'unchanged', []],
    );
  });

  test(`${design}: an exact change within the tolerance is unchanged, and is still said`, () => {
    const { verdict, reasons } = estimate([1000, 1000], [1010, 1010], BYTES);
    assert.equal(verdict, 'unchanged');
    assert.match(reasons[0]!, /differs by exactly \+1\.0 %, within the tolerance of 2 %/);
  });

  test(`${design}: with a tolerance of nothing, one byte more is a regression and equality is unchanged`, () => {
    const strict = { ...BYTES, tolerance: 0 };
    assert.equal(estimate([1000, 1000], [1001, 1001], strict).verdict, 'regression');
    assert.equal(estimate([1000, 1000], [1000, 1000], strict).verdict, 'unchanged');
  });

  test(`${design}: one reading proves nothing, even of a metric that seems not to vary`, () => {
    const { verdict, reasons } = estimate([1000], [2000], BYTES);
    assert.equal(verdict, 'inconclusive');
    assert.match(reasons[0]!, /needs \d/);
  });

  test(`${design}: equal times only show a coarse clock and need the ordinary number of samples`, () => {
    assert.equal(estimate([0.01, 0.01], [0.02, 0.02], ORDINARY).verdict, 'inconclusive');
    const many = estimate(Array(12).fill(0.01), Array(12).fill(0.02), ORDINARY);
    assert.equal(many.verdict, 'regression');
    assert.ok(Math.abs(many.ratio! - 2) < 1e-9);
  });

  test(`${design}: a count that was always zero and no longer is has no ratio, but a verdict`, () => {
    const { ratio, interval, verdict, reasons } = estimate([0, 0, 0], [7, 7, 7], { ...ORDINARY, unit: '1' });
    assert.deepEqual([ratio, interval, verdict], [null, [null, null], 'regression']);
    assert.match(reasons[0]!, /baseline is exactly 0 and the candidate exactly 7/);
    assert.equal(estimate([0, 0], [0, 0], { ...ORDINARY, unit: '1' }).verdict, 'unchanged');
    assert.equal(estimate([7, 7], [0, 0], { ...ORDINARY, unit: '1' }).verdict, 'improvement');
  });
}
