import assert from 'node:assert/strict';
import test from 'node:test';
import { pairedShift } from '../../src/stats/paired.ts';
import {
  approximateCritical,
  minimumBlocks,
  signedRankCritical,
  signedRankDistribution,
} from '../../src/stats/signed-rank.ts';

test('the null distribution of the signed-rank statistic is that of all 2^n sign patterns', () => {
  for (const n of [1, 2, 5, 9]) {
    const counts = new Map<number, number>();
    for (let signs = 0; signs < 2 ** n; signs++) {
      let sum = 0;
      for (let rank = 1; rank <= n; rank++) if (signs & (1 << (rank - 1))) sum += rank;
      counts.set(sum, (counts.get(sum) ?? 0) + 1);
    }
    let cumulated = 0;
    signedRankDistribution(n).forEach((probability, sum) => {
      cumulated += counts.get(sum) ?? 0;
      assert.ok(Math.abs(probability - cumulated / 2 ** n) < 1e-15, `n ${n}, W ≤ ${sum}`);
    });
  }
});

test('critical values agree with the published tables of Wilcoxon', () => {
  // Two-sided 5 %, n = 6 … 20; two-sided 1 %, n = 8 … 20: W is significant when at most this.
  const five = [0, 2, 3, 5, 8, 10, 13, 17, 21, 25, 29, 34, 40, 46, 52];
  const one = [0, 1, 3, 5, 7, 9, 12, 15, 19, 23, 27, 32, 37];
  assert.deepEqual(
    five.map((_, i) => signedRankCritical(6 + i, 0.05) - 1),
    five,
  );
  assert.deepEqual(
    one.map((_, i) => signedRankCritical(8 + i, 0.01) - 1),
    one,
  );
});

test('below the smallest attainable number of blocks there is no bounded interval', () => {
  assert.equal(minimumBlocks(0.05), 6);
  assert.equal(minimumBlocks(0.01), 8);
  for (const alpha of [0.05, 0.01, 1e-4, 1e-6]) {
    assert.equal(signedRankCritical(minimumBlocks(alpha) - 1, alpha), 0);
    assert.equal(signedRankCritical(minimumBlocks(alpha), alpha) >= 1, true);
  }
});

test('the normal approximation never claims more than the exact distribution allows', () => {
  for (const n of [30, 100, 250, 399]) {
    for (const alpha of [0.05, 0.01, 1e-3, 1e-4, 1e-5, 1e-6]) {
      const exact = signedRankCritical(n, alpha);
      const approximate = approximateCritical(n, alpha);
      assert.ok(approximate <= exact, `n ${n}, alpha ${alpha}: ${approximate} > ${exact}`);
      assert.ok(n < 100 || approximate > 0.94 * exact, `n ${n}, alpha ${alpha}: ${approximate} for ${exact}`);
    }
  }
});

test('the Hamilton depression scores give the estimate and interval printed by Hollander and Wolfe', () => {
  // Nonparametric Statistical Methods, table 3.1, examples 3.3 and 3.4: −0.46, 96 % interval (−0.786, −0.010).
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const shift = pairedShift(before.map(Math.exp), after.map(Math.exp), 1 - 0.96);
  assert.equal(shift.scale, 'log');
  assert.ok(Math.abs(shift.centre - -0.46) < 5e-4, String(shift.centre));
  assert.deepEqual(
    shift.interval?.map((end) => Number(end.toFixed(3))),
    [-0.786, -0.01],
  );
});
