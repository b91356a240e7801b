import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AssayError } from '../../src/core/error.ts';
import { seededRandom } from '../../src/core/random.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { logNormal, near, ORDINARY, pairs } from './samples.ts';

const OPPOSITE = { regression: 'improvement', improvement: 'regression' } as Record<string, string>;

test('multiplying every sample by one factor changes nothing', () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), ({ baseline, candidate }, factor) => {
      const plain = pairedEstimate(baseline, candidate, ORDINARY);
      const scaled = pairedEstimate(
        baseline.map((value) => value * factor),
        candidate.map((value) => value * factor),
        ORDINARY,
      );
      assert.ok(near(plain.ratio, scaled.ratio));
      assert.ok(near(plain.interval[0], scaled.interval[0]) && near(plain.interval[1], scaled.interval[1]));
      assert.equal(plain.verdict, scaled.verdict);
    }),
  );
});

test('swapping the sides gives the reciprocal ratio and interval, and the opposite verdict', () => {
  fc.assert(
    fc.property(pairs, ({ baseline, candidate }) => {
      const there = pairedEstimate(baseline, candidate, ORDINARY);
      const back = pairedEstimate(candidate, baseline, ORDINARY);
      assert.ok(near(there.ratio!, 1 / back.ratio!));
      assert.ok(near(there.interval[0]!, 1 / back.interval[1]!));
      assert.ok(near(there.interval[1]!, 1 / back.interval[0]!));
      assert.ok(near(there.minimumDetectable, back.minimumDetectable));
      assert.equal(there.verdict, OPPOSITE[back.verdict] ?? back.verdict);
    }),
  );
});

test('where higher is better only the verdict turns over', () => {
  fc.assert(
    fc.property(pairs, ({ baseline, candidate }) => {
      const lower = pairedEstimate(baseline, candidate, ORDINARY);
      const higher = pairedEstimate(baseline, candidate, { ...ORDINARY, direction: 'higher' });
      assert.deepEqual({ ...higher, verdict: '' }, { ...lower, verdict: '' });
      assert.equal(higher.verdict, OPPOSITE[lower.verdict] ?? lower.verdict);
    }),
  );
});

test('the order of the blocks does not matter', () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 9 }), ({ baseline, candidate }, shift) => {
      const turn = (values: readonly number[]): number[] => [
        ...values.slice(shift),
        ...values.slice(0, shift),
      ];
      assert.deepEqual(
        pairedEstimate(turn(baseline), turn(candidate), ORDINARY),
        pairedEstimate(baseline, candidate, ORDINARY),
      );
    }),
  );
});

test('a smaller alpha never narrows the interval', () => {
  fc.assert(
    fc.property(pairs, ({ baseline, candidate }) => {
      let [low, high] = [Number.POSITIVE_INFINITY, 0];
      for (const alpha of [0.2, 0.05, 0.01, 0.001, 1e-5]) {
        const { interval } = pairedEstimate(baseline, candidate, { ...ORDINARY, alpha });
        const [from, to] = [interval[0] ?? 0, interval[1] ?? Number.POSITIVE_INFINITY];
        assert.ok(from <= low && to >= high);
        [low, high] = [from, to];
      }
    }),
  );
});

test('a fixed look at equal programs excludes no change no more often than alpha says', () => {
  const random = seededRandom(11);
  let excluded = 0;
  for (let i = 0; i < 4000; i++) {
    const sides = [logNormal(random, 20, 1, 0.05), logNormal(random, 20, 1, 0.05)] as const;
    const [low, high] = pairedEstimate(...sides, { ...ORDINARY, alpha: 0.05 }).interval;
    if (low! > 1 || high! < 1) excluded++;
  }
  // 200 expected of an exact 5 % test; three standard deviations are 41. The discrete test spends 4.84 %.
  assert.ok(excluded > 150 && excluded < 241, String(excluded));
});

test('drift of many times the change is cancelled by pairing', () => {
  const random = seededRandom(3);
  const drift = Array.from({ length: 40 }, (_, i) => 1 + i / 10);
  const noisy = (scale: number): number[] => logNormal(random, 40, scale, 0.005).map((v, i) => v * drift[i]!);
  const { verdict, ratio } = pairedEstimate(noisy(1), noisy(1.05), ORDINARY);
  assert.equal(verdict, 'regression');
  assert.ok(Math.abs(ratio! - 1.05) < 0.01);
});

test('wild outliers on one side do not move the verdict', () => {
  const random = seededRandom(4);
  const baseline = logNormal(random, 40, 1, 0.01);
  const candidate = logNormal(random, 40, 1, 0.01).map((value, i) => (i % 10 === 0 ? value * 50 : value));
  const { verdict, ratio } = pairedEstimate(baseline, candidate, ORDINARY);
  assert.notEqual(verdict, 'regression');
  assert.ok(Math.abs(ratio! - 1) < 0.02);
});

test('too few blocks are inconclusive and say how many are needed', () => {
  const { verdict, interval, reasons, minimumDetectable } = pairedEstimate(
    [1, 1.1, 1.2],
    [2, 2.1, 2.2],
    ORDINARY,
  );
  assert.equal(verdict, 'inconclusive');
  assert.deepEqual(interval, [null, null]);
  assert.equal(minimumDetectable, null);
  assert.deepEqual(reasons, ['3 complete blocks: too few for a confidence of 99 %, which needs 8']);
});

test('no samples are inconclusive, with no ratio', () => {
  const { verdict, ratio, reasons } = pairedEstimate([], [], ORDINARY);
  assert.deepEqual([verdict, ratio], ['inconclusive', null]);
  assert.match(reasons[0]!, /^0 complete blocks: too few .* needs 8$/);
});

test('values without a logarithm are compared as differences relative to the median of the baseline', () => {
  const baseline = [0, 10, 10, 11, 9, 10, 10, 12, 10, 8, 10, 10];
  const candidate = baseline.map((value) => value + 3);
  const { ratio, interval, verdict } = pairedEstimate(baseline, candidate, { ...ORDINARY, unit: '1' });
  assert.ok(near(ratio, 1.3) && near(interval[0], 1.3) && near(interval[1], 1.3));
  assert.equal(verdict, 'regression');
});

test('against a median of zero there is no ratio, but a sure rise is a regression', () => {
  const baseline = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
  const { ratio, interval, verdict, reasons } = pairedEstimate(
    baseline,
    baseline.map((value, i) => value + 5 + i),
    { ...ORDINARY, unit: '1' },
  );
  assert.deepEqual([ratio, interval, verdict], [null, [null, null], 'regression']);
  assert.match(reasons[0]!, /median is 0/);
  const equal = pairedEstimate(baseline, baseline, { ...ORDINARY, unit: '1' });
  assert.deepEqual([equal.ratio, equal.verdict], [1, 'unchanged']);
});

test('samples that are no numbers, sides of unequal length and impossible settings are refused', () => {
  const refused = (run: () => unknown, message: RegExp): void => {
    assert.throws(
      run,
      (error: unknown) =>
        error instanceof AssayError && error.code === 'input' && message.test(error.message),
    );
  };
  refused(() => pairedEstimate([1, Number.NaN], [1, 2], ORDINARY), /baseline: sample 2 of 2 is NaN/);
  refused(() => pairedEstimate([1, 2], [1, Number.POSITIVE_INFINITY], ORDINARY), /candidate: sample 2/);
  refused(() => pairedEstimate([1, 2], [1], ORDINARY), /baseline has 2 and the candidate 1/);
  refused(() => pairedEstimate([1], [1], { ...ORDINARY, alpha: 0 }), /alpha: 0/);
  refused(() => pairedEstimate([1], [1], { ...ORDINARY, tolerance: -0.1 }), /tolerance: -0.1/);
});
