import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Estimate, Judgement } from '../../src/core/comparison.ts';
import { adjusted, type Factor, hullOf } from '../../src/stats/adjust.ts';

const JUDGEMENT: Judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' };

function measured(low: number, ratio: number, high: number): Estimate {
  return { ratio, interval: [low, high], minimumDetectable: 0.1, verdict: 'regression', reasons: [] };
}

const factor = (low: number, ratio: number, high: number): Factor => ({ ratio, interval: [low, high] });

/** low ≤ middle ≤ high, all above 0. */
const ends = fc
  .array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((values) => values.sort((a, b) => a - b) as [number, number, number]);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a comparison adjusted by a calibration', () => {
  test('twice as long where everything takes twice as long is no change', () => {
    const { ratio, interval, verdict } = adjusted(measured(1.99, 2, 2.01), factor(1.99, 2, 2.01), JUDGEMENT);
    assert.equal(ratio, 1);
    assert.deepEqual(interval, [1.99 / 2.01, 2.01 / 1.99]);
    assert.equal(verdict, 'unchanged');
  });

  test('what is slower by more than the calibration explains is a regression', () => {
    const { ratio, verdict } = adjusted(measured(2.38, 2.4, 2.42), factor(1.98, 2, 2.02), JUDGEMENT);
    assert.ok(Math.abs(ratio! - 1.2) < 1e-12);
    assert.equal(verdict, 'regression');
  });

  test('an uncertain calibration leaves the comparison uncertain', () => {
    const { verdict, reasons } = adjusted(measured(2.38, 2.4, 2.42), factor(1.6, 2, 2.5), JUDGEMENT);
    assert.equal(verdict, 'inconclusive');
    assert.match(reasons[0]!, /^the interval, /);
  });

  test('wherever the two truths lie in their intervals, their quotient lies in the adjusted one', () => {
    fc.assert(
      fc.property(ends, ends, share, share, ([a, b, c], [d, e, f], s, t) => {
        const { interval, ratio } = adjusted(measured(a, b, c), factor(d, e, f), JUDGEMENT);
        const truth = (a + s * (c - a)) / (d + t * (f - d));
        const slack = 1 + 1e-9;
        assert.ok(interval[0]! <= truth * slack && truth <= interval[1]! * slack);
        assert.ok(interval[0]! <= ratio! * slack && ratio! <= interval[1]! * slack);
      }),
    );
  });

  test('without an interval of the calibration, or a ratio to adjust, it decides nothing', () => {
    const unknown = adjusted(measured(1, 2, 3), { ratio: 2, interval: [null, null] }, JUDGEMENT);
    assert.equal(unknown.verdict, 'inconclusive');
    assert.match(unknown.reasons[0]!, /too few blocks/);
    const none: Estimate = {
      ...{ ratio: null, interval: [null, null], minimumDetectable: 0, verdict: 'regression' },
      reasons: ['the baseline is exactly 0'],
    };
    const left = adjusted(none, factor(1, 1, 1), JUDGEMENT);
    assert.equal(left.verdict, 'inconclusive');
    assert.deepEqual(left.reasons, [
      'the baseline is exactly 0',
      'without a ratio there is nothing to adjust',
    ]);
  });
});

describe('the factor of a kind of work', () => {
  test('holds the interval of each of its probes', () => {
    const hull = hullOf([factor(1.9, 2, 2.1), factor(1.4, 1.5, 1.6)]);
    assert.deepEqual(hull.interval, [1.4, 2.1]);
    assert.ok(Math.abs(hull.ratio! - Math.sqrt(3)) < 1e-12);
  });

  test('is that of a single probe, and unknown when one of them is, or none exists', () => {
    const { ratio, interval } = hullOf([factor(1.9, 2, 2.1)]);
    assert.ok(Math.abs(ratio! - 2) < 1e-12);
    assert.deepEqual(interval, [1.9, 2.1]);
    const nothing = { ratio: null, interval: [null, null] };
    assert.deepEqual(hullOf([factor(1, 2, 3), { ratio: 1, interval: [null, null] }]), nothing);
    assert.deepEqual(hullOf([]), nothing);
  });
});
