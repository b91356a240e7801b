import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seededRandom } from '../../src/core/random.ts';
import { effectOf } from '../../src/stats/effect.ts';

const QUESTION = { alpha: 0.01, direction: 'lower', unit: 's', asAmount: false } as const;

function noisy(seed: number, centre: number, n = 20): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => centre * (1 + (random.below(1000) - 500) / 10_000));
}

describe('the effect of an environment', () => {
  test('is seen however small it is, where its interval excludes none', () => {
    const baseline = noisy(1, 1);
    const { finding, ratio, interval } = effectOf(
      baseline,
      baseline.map((value) => value * 1.004),
      QUESTION,
    );
    assert.equal(finding, 'effect');
    assert.ok(Math.abs(ratio! - 1.004) < 1e-9);
    assert.ok(interval[0]! > 1);
  });

  test('is not seen in noise, which says how large it may be', () => {
    const { finding, interval, minimumDetectable } = effectOf(noisy(1, 1), noisy(2, 1), QUESTION);
    assert.equal(finding, 'none');
    assert.ok(interval[0]! <= 1 && 1 <= interval[1]!);
    assert.ok(minimumDetectable! > Math.log(interval[1]! / interval[0]!) / 2);
  });

  test('is undecided with fewer blocks than its confidence needs', () => {
    const { finding, interval, ratio } = effectOf([1, 2, 3], [2, 4, 6], QUESTION);
    assert.equal(finding, 'undecided');
    assert.deepEqual(interval, [null, null]);
    assert.ok(Math.abs(ratio! - 2) < 1e-9);
    assert.equal(effectOf([], [], QUESTION).finding, 'undecided');
  });

  test('of an amount is decided by the difference, in the unit', () => {
    const baseline = noisy(1, 1);
    const candidate = baseline.map((value) => value + 0.25);
    const { difference, finding } = effectOf(baseline, candidate, { ...QUESTION, asAmount: true });
    assert.ok(Math.abs(difference!.value - 0.25) < 1e-9);
    assert.equal(finding, 'effect');
    const equal = effectOf(baseline, baseline, { ...QUESTION, unit: 'By', asAmount: true });
    assert.deepEqual([equal.finding, equal.difference!.value], ['none', 0]);
  });
});
