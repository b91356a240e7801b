import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../src/core/random.ts';
import {
  mean,
  median,
  medianAbsoluteDeviation,
  quantile,
  standardDeviation,
  summarize,
} from '../../src/stats/descriptive.ts';
import {
  medianInterval,
  relativePrecision,
  samplesForMedianInterval,
} from '../../src/stats/median-interval.ts';
import { logNormal } from './samples.ts';

test('quantiles interpolate as type 7 of Hyndman and Fan does', () => {
  const samples = [4, 1, 3, 2];
  assert.deepEqual(
    [0, 0.25, 0.5, 0.9, 1].map((p) => quantile(samples, p)),
    [1, 1.75, 2.5, 3.7, 4],
  );
  assert.deepEqual(samples, [4, 1, 3, 2]);
});

test('a side in brief, with no spread said of one sample and nothing said of none', () => {
  assert.deepEqual(summarize([2, 4, 4, 4, 5, 5, 7, 9]), {
    n: 8,
    median: 4.5,
    mean: 5,
    sd: Math.sqrt(32 / 7),
  });
  assert.deepEqual(summarize([3]), { n: 1, median: 3, mean: 3, sd: null });
  assert.equal(summarize([]), null);
  assert.throws(() => summarize([1, Number.NaN]), /sample 2 of 2 is NaN/);
});

test('equal samples have exactly their own mean and no deviation', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: 1e-9, max: 1e9 }),
      fc.integer({ min: 2, max: 50 }),
      (value, n) => {
        const samples = Array(n).fill(value);
        assert.deepEqual([mean(samples), median(samples), standardDeviation(samples)], [value, value, 0]);
      },
    ),
  );
});

test('the median absolute deviation ignores a wild value', () => {
  assert.equal(medianAbsoluteDeviation([1, 2, 3, 4, 1e9]), 1);
});

test('the interval of the median takes the order statistics of the published table', () => {
  // Conover, Practical Nonparametric Statistics; 95 %: n = 6 → 1st, 10 → 2nd, 15 → 4th, 20 → 6th, 30 → 10th.
  for (const [n, rank] of [
    [6, 1],
    [10, 2],
    [15, 4],
    [20, 6],
    [30, 10],
  ] as const) {
    const samples = Array.from({ length: n }, (_, i) => i + 1);
    assert.deepEqual(medianInterval(samples, 0.95), [rank, n + 1 - rank]);
  }
});

test('the interval of the median covers it at least as often as it says', () => {
  const random = seededRandom(51);
  let missed = 0;
  for (let i = 0; i < 4000; i++) {
    const [low, high] = medianInterval(logNormal(random, 25, 1, 0.5), 0.95)!;
    if (low > 1 || high < 1) missed++;
  }
  assert.ok(missed <= 200 && missed > 100, `${missed} of 4000`);
});

test('too few samples have no interval of the median', () => {
  assert.deepEqual([0.95, 0.99].map(samplesForMedianInterval), [6, 8]);
  assert.equal(medianInterval([1, 2, 3, 4, 5], 0.95), null);
  assert.equal(relativePrecision([1, 2, 3, 4, 5], 0.95), null);
  assert.equal(relativePrecision([9, 10, 10, 10, 10, 11], 0.95), 0.1);
});
