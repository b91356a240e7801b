import assert from 'node:assert/strict';
import test from 'node:test';
import { independentShift } from '../../src/stats/independent.ts';
import {
  approximateRankSumCritical,
  minimumSamples,
  rankSumCritical,
  rankSumDistribution,
} from '../../src/stats/rank-sum.ts';

test('the null distribution of the rank-sum statistic is that of all arrangements', () => {
  for (const [n, m] of [
    [1, 1],
    [3, 4],
    [5, 2],
    [6, 6],
  ] as const) {
    const counts = new Map<number, number>();
    let all = 0;
    for (let chosen = 0; chosen < 2 ** (n + m); chosen++) {
      const u = inversions(chosen, n + m, n);
      if (u === null) continue;
      counts.set(u, (counts.get(u) ?? 0) + 1);
      all++;
    }
    let cumulated = 0;
    rankSumDistribution(n, m).forEach((probability, u) => {
      cumulated += counts.get(u) ?? 0;
      assert.ok(Math.abs(probability - cumulated / all) < 1e-14, `${n} and ${m}, U ≤ ${u}`);
    });
  }
});

test('critical values agree with the published tables of Mann and Whitney', () => {
  // Two-sided 5 %: U is significant when at most this.
  const published: [number, number, number][] = [
    [4, 4, 0],
    [5, 5, 2],
    [6, 6, 5],
    [7, 7, 8],
    [8, 8, 13],
    [10, 10, 23],
    [12, 15, 49],
    [20, 20, 127],
    [5, 20, 20],
  ];
  for (const [n, m, critical] of published) {
    assert.equal(rankSumCritical(n, m, 0.05) - 1, critical, `${n} and ${m}`);
    assert.equal(rankSumCritical(m, n, 0.05) - 1, critical, `${m} and ${n}`);
  }
});

test('the smallest sizes that can decide are the smallest with a bounded interval', () => {
  assert.equal(minimumSamples(0.05), 4);
  for (const alpha of [0.05, 0.01, 0.001, 1e-5]) {
    const n = minimumSamples(alpha);
    assert.equal(rankSumCritical(n - 1, n - 1, alpha), 0);
    assert.equal(rankSumCritical(n, n, alpha) >= 1, true);
  }
});

test('the normal approximation never claims more than the exact distribution allows', () => {
  for (const [n, m] of [
    [30, 30],
    [50, 50],
    [10, 200],
  ] as const) {
    for (const alpha of [0.05, 0.01, 1e-3, 1e-4, 1e-5]) {
      const exact = rankSumCritical(n, m, alpha);
      const approximate = approximateRankSumCritical(n, m, alpha);
      assert.ok(approximate <= exact, `${n}, ${m}, ${alpha}: ${approximate} > ${exact}`);
      assert.ok(n !== m || approximate > 0.9 * exact, `${n}, ${m}, ${alpha}: ${approximate} for ${exact}`);
    }
  }
});

test('the water transfer example of Hollander and Wolfe gives its printed estimate and interval', () => {
  // Table 4.1, examples 4.3 and 4.4: permeability of the human chorioamnion at term and at 12 to 26 weeks;
  // estimate −0.305, 96 % interval (−0.76, 0.15).
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const early = [1.15, 0.88, 0.9, 0.74, 1.21];
  const shift = independentShift(term.map(Math.exp), early.map(Math.exp), 1 - 0.96);
  assert.ok(Math.abs(shift.centre - -0.305) < 1e-9, String(shift.centre));
  assert.deepEqual(
    shift.interval?.map((end) => Number(end.toFixed(3))),
    [-0.76, 0.15],
  );
});

/** U of the arrangement whose first sample sits at the set bits; `null` unless exactly n bits are set. */
function inversions(bits: number, length: number, n: number): number | null {
  let first = 0;
  let u = 0;
  for (let i = 0; i < length; i++) {
    if (bits & (1 << i)) first++;
    else u += first;
  }
  return first === n ? u : null;
}
