import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../../src/core/random.ts';
import { median } from '../../src/stats/descriptive.ts';
import { minimumDetectable } from '../../src/stats/minimum-detectable.ts';
import { normalQuantile } from '../../src/stats/normal.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { logNormal, ORDINARY } from './samples.ts';

test('the quantiles of the normal distribution are those of the tables', () => {
  for (const [p, z] of [
    [0.5, 0],
    [0.8, 0.841621],
    [0.975, 1.959964],
    [0.995, 2.575829],
    [0.9999995, 4.891638],
    [1e-9, -5.997807],
  ] as const) {
    assert.ok(Math.abs(normalQuantile(p) - z) < 1e-6, `${p}: ${normalQuantile(p)}`);
  }
});

test('it is never below the tolerance, and with a precise interval comes down to it', () => {
  assert.ok(Math.abs(minimumDetectable('log', 0, ORDINARY) - 0.02) < 1e-12);
  assert.ok(minimumDetectable('log', 0.001, ORDINARY) > 0.02);
});

test('with a wide interval it is the sum of both quantiles times the standard error', () => {
  const se = 0.1;
  const z = normalQuantile(0.995);
  assert.ok(Math.abs(minimumDetectable('log', z * se, ORDINARY) - Math.expm1((z + 0.841621) * se)) < 1e-6);
});

test('a change of its size is called about four times in five', () => {
  const random = seededRandom(41);
  for (const cv of [0.01, 0.1]) {
    const estimate = (ratio: number) =>
      pairedEstimate(logNormal(random, 40, 1, cv), logNormal(random, 40, ratio, cv), ORDINARY);
    const size = median(Array.from({ length: 200 }, () => estimate(1).minimumDetectable!));
    const called = Array.from({ length: 600 }, () => estimate(1 + size)).filter(
      (e) => e.verdict === 'regression',
    );
    assert.ok(called.length > 430 && called.length < 530, `cv ${cv}: ${called.length} of 600`);
  }
});
