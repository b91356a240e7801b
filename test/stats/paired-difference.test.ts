import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../src/core/random.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 8, maxLength: 30 });

describe('the difference of pairs', () => {
  test('the same amount in every pair is found exactly, whatever the pairs have in common', () => {
    const baseline = [1, 5, 2, 8, 3, 9, 4, 7];
    const candidate = baseline.map((value) => value + 0.5);
    const { difference, interval, minimumDetectable } = pairedDifference(baseline, candidate, 0.05);
    assert.equal(difference, 0.5);
    assert.deepEqual(interval, [0.5, 0.5]);
    assert.equal(minimumDetectable, 0);
  });

  test('exchanging the sides changes the sign and nothing else', () => {
    fc.assert(
      fc.property(values, (all) => {
        const half = Math.floor(all.length / 2);
        const [a, b] = [all.slice(0, half), all.slice(half, 2 * half)];
        const [there, back] = [pairedDifference(a, b, 0.3), pairedDifference(b, a, 0.3)];
        assert.equal(there.difference! + back.difference!, 0);
        assert.equal(there.interval === null, back.interval === null);
        if (there.interval && back.interval) assert.equal(there.interval[0] + back.interval[1], 0);
      }),
    );
  });

  test('its interval misses the truth no more often than it may', () => {
    const random = seededRandom(7);
    const normal = (): number => {
      const [u, v] = [(random.uint32() + 1) / 2 ** 32, random.uint32() / 2 ** 32];
      return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
    };
    let missed = 0;
    const trials = 2000;
    for (let i = 0; i < trials; i++) {
      const baseline = Array.from({ length: 15 }, normal);
      const candidate = baseline.map((value) => value + 3 + normal());
      const [low, high] = pairedDifference(baseline, candidate, 0.1).interval!;
      if (low > 3 || high < 3) missed++;
    }
    // 200 are expected at the most; four standard deviations more.
    assert.ok(missed < 254, `${missed} of ${trials}`);
    assert.ok(missed > 100, `${missed} of ${trials}: much wider than need be`);
  });

  test('too few pairs give no interval, none give nothing, and holes are refused', () => {
    assert.deepEqual(pairedDifference([1, 2], [2, 4], 0.01), {
      ...{ difference: 1.5, interval: null, minimumDetectable: null },
    });
    assert.equal(pairedDifference([], [], 0.01).difference, null);
    assert.throws(() => pairedDifference([1, Number.NaN], [1, 2], 0.01), /sample 2 of 2 is NaN/);
    assert.throws(() => pairedDifference([1], [1, 2], 0.01), /paired samples/);
  });
});
