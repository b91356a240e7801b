import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Judgement } from '../../src/core/comparison.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { runsNeeded, storedEstimate } from '../../src/stats/between-runs.ts';
import { studentProbability, studentQuantile } from '../../src/stats/student.ts';

const JUDGEMENT: Judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' };

function runs(seed: number, n: number, level: number, sd: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => level * Math.exp(sd * normal(random)));
}

describe("Student's t", () => {
  test('agrees with the published table', () => {
    // Abramowitz and Stegun, table 26.10; two-sided 1 % and one-sided 5 %.
    const table = [
      [0.005, 1, 63.657],
      [0.005, 2, 9.925],
      [0.005, 4, 4.604],
      [0.005, 30, 2.75],
      [0.05, 1, 6.314],
      [0.05, 10, 1.812],
      [0.0005, 3, 12.924],
      [0.005, 1e6, 2.5758],
    ] as const;
    for (const [upper, freedom, expected] of table) {
      assert.ok(Math.abs(studentQuantile(upper, freedom) / expected - 1) < 3e-4, `${upper} ${freedom}`);
    }
  });

  test('quantile and probability undo each other', () => {
    const upper = fc.double({ min: 1e-6, max: 0.49, noNaN: true });
    fc.assert(
      fc.property(upper, fc.double({ min: 0.5, max: 500, noNaN: true }), (tail, freedom) => {
        const back = 1 - studentProbability(studentQuantile(tail, freedom), freedom);
        assert.ok(Math.abs(back / tail - 1) < 1e-7 + 1e-15 / tail, `${tail} ${freedom} ${back}`);
      }),
    );
  });
});

describe('runs of the past', () => {
  test('one run on either side never decides, however far it lies', () => {
    const known = { variance: 1e-6, freedom: 9 };
    for (const [baseline, candidate] of [
      [[1], [2]],
      [runs(1, 30, 1, 0.001), [2]],
      [[1], runs(1, 30, 2, 0.001)],
    ] as const) {
      const estimate = storedEstimate(baseline, candidate, JUDGEMENT, known);
      assert.equal(estimate.verdict, 'inconclusive');
      assert.deepEqual(estimate.interval, [null, null]);
      assert.match(estimate.reasons[0]!, /runs on each side|at least 2/);
    }
  });

  test('says how many runs are needed once it has seen how much they vary', () => {
    const estimate = storedEstimate(runs(1, 3, 1, 0.05), runs(2, 3, 1.02, 0.05), JUDGEMENT);
    assert.equal(estimate.verdict, 'inconclusive');
    assert.ok(estimate.neededRuns! > 20, `${estimate.neededRuns}`);
    assert.ok(estimate.reasons.some((reason) => reason.includes(`about ${estimate.neededRuns} runs`)));
  });

  test('a few steady runs decide a large change; many do so without assuming a distribution', () => {
    const few = storedEstimate(runs(1, 4, 1, 0.003), runs(2, 4, 1.2, 0.003), JUDGEMENT);
    assert.deepEqual([few.verdict, few.method], ['regression', 'student']);
    const many = storedEstimate(runs(1, 12, 1, 0.003), runs(2, 12, 1.2, 0.003), JUDGEMENT);
    assert.deepEqual([many.verdict, many.method], ['regression', 'rank-sum']);
  });

  test('what assay noise measured joins the pool', () => {
    const sides = [runs(1, 2, 1, 0.004), runs(2, 2, 1.1, 0.004)] as const;
    const alone = storedEstimate(...sides, JUDGEMENT);
    const helped = storedEstimate(...sides, JUDGEMENT, { variance: 0.004 ** 2, freedom: 9 });
    const width = ({ interval }: typeof alone): number => interval[1]! - interval[0]!;
    assert.ok(width(helped) < width(alone) / 2, `${width(helped)} ${width(alone)}`);
    assert.equal(helped.verdict, 'regression');
  });

  test('a count that is the same in every run is compared exactly, from two runs of each on', () => {
    const counts = { ...JUDGEMENT, unit: '1' };
    assert.equal(storedEstimate([100, 100], [110, 110], counts).verdict, 'regression');
    assert.equal(storedEstimate([100], [110], counts).verdict, 'inconclusive');
  });

  test('mirrors when the sides change places', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 2, max: 12 }),
        (seed, n, m) => {
          const [x, y] = [runs(seed, n, 1, 0.02), runs(seed + 1, m, 1.05, 0.02)];
          const there = storedEstimate(x, y, JUDGEMENT);
          const back = storedEstimate(y, x, JUDGEMENT);
          assert.ok(Math.abs(there.ratio! * back.ratio! - 1) < 1e-9);
          assert.ok(Math.abs(there.interval[0]! * back.interval[1]! - 1) < 1e-9);
        },
      ),
    );
  });

  test('equal sides are called changed no more often than alpha, whatever the number of runs', () => {
    const alpha = 0.05;
    for (const [n, m] of [
      [2, 2],
      [3, 2],
      [4, 4],
      [10, 2],
      [10, 6],
    ] as const) {
      let alarms = 0;
      const trials = 2000;
      for (let seed = 0; seed < trials; seed++) {
        const sides = [runs(2 * seed + 7, n, 1, 0.05), runs(2 * seed + 8, m, 1, 0.05)] as const;
        const { verdict } = storedEstimate(...sides, { ...JUDGEMENT, alpha, tolerance: 0 });
        if (verdict === 'regression' || verdict === 'improvement') alarms++;
      }
      // Five standard errors above 5 %: fails by chance less than once in a million.
      assert.ok(
        alarms / trials < alpha + 5 * Math.sqrt((alpha * (1 - alpha)) / trials),
        `${n} ${m} ${alarms}`,
      );
    }
  });

  test('the runs it asks for show a change of δ four times in five', () => {
    const needed = runsNeeded({ variance: 0.02 ** 2, freedom: 40 }, JUDGEMENT)!;
    let seen = 0;
    const trials = 400;
    for (let seed = 0; seed < trials; seed++) {
      const { interval } = storedEstimate(
        runs(3 * seed + 1, needed, 1, 0.02),
        runs(3 * seed + 2, needed, 1.02, 0.02),
        JUDGEMENT,
      );
      if (interval[0]! > 1) seen++;
    }
    assert.ok(seen / trials > 0.68 && seen / trials < 0.95, `${needed} runs: ${seen} of ${trials}`);
  });
});
