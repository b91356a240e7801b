import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../src/core/random.ts';
import { independentEstimate } from '../../src/stats/independent.ts';
import { logNormal, near, ORDINARY, pairs } from './samples.ts';

test('two sets of 30 samples of one program alarm in at most 1 % of 2,000 draws', () => {
  assert.ok(called(1, 2000, 21) <= 20);
});

test('two sets of 30 samples that are 10 % apart are called in at least 99 % of 2,000 draws', () => {
  assert.ok(called(1.1, 2000, 22) >= 1980);
});

test('the order within each side does not matter, and the sides need not be of equal size', () => {
  fc.assert(
    fc.property(pairs, ({ baseline, candidate }) => {
      const shorter = candidate.slice(2);
      assert.deepEqual(
        independentEstimate([...baseline].reverse(), [...shorter].reverse(), ORDINARY),
        independentEstimate(baseline, shorter, ORDINARY),
      );
    }),
  );
});

test('swapping the sides gives the reciprocal, and one factor on both sides changes nothing', () => {
  fc.assert(
    fc.property(pairs, ({ baseline, candidate }) => {
      const there = independentEstimate(baseline, candidate, ORDINARY);
      const back = independentEstimate(candidate, baseline, ORDINARY);
      assert.ok(near(there.ratio!, 1 / back.ratio!));
      assert.ok(near(there.interval[0]!, 1 / back.interval[1]!));
      const double = (values: readonly number[]): number[] => values.map((value) => value * 2);
      const scaled = independentEstimate(double(baseline), double(candidate), ORDINARY);
      assert.ok(near(there.ratio, scaled.ratio) && near(there.interval[1], scaled.interval[1]));
    }),
  );
});

test('too few samples are inconclusive and say how many are needed on each side', () => {
  const { verdict, reasons } = independentEstimate([1, 2, 3], [4, 5, 6, 7], ORDINARY);
  assert.equal(verdict, 'inconclusive');
  assert.deepEqual(reasons, [
    '3 and 4 samples: too few for a confidence of 99 %, which needs 5 on each side',
  ]);
});

test('many ties widen the interval to a closed one and do not alarm', () => {
  const clock = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 10) / 10);
  const random = seededRandom(8);
  const estimate = independentEstimate(
    clock(logNormal(random, 40, 1, 0.1)),
    clock(logNormal(random, 40, 1, 0.1)),
    ORDINARY,
  );
  assert.equal(estimate.ratio, 1);
  assert.ok(estimate.interval[0]! <= 1 && estimate.interval[1]! >= 1);
});

function called(ratio: number, draws: number, seed: number): number {
  const random = seededRandom(seed);
  let calls = 0;
  for (let i = 0; i < draws; i++) {
    const { verdict } = independentEstimate(
      logNormal(random, 30, 0.1, 0.03),
      logNormal(random, 30, 0.1 * ratio, 0.03),
      ORDINARY,
    );
    if (verdict === 'regression' || verdict === 'improvement') calls++;
  }
  return calls;
}
