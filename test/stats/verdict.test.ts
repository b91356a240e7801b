import assert from 'node:assert/strict';
import test from 'node:test';
import { judgeInterval } from '../../src/stats/verdict.ts';

const cases: [what: string, ratio: number, lo: number | null, hi: number | null, expected: string][] = [
  ['past δ and 1 excluded', 1.05, 1.01, 1.09, 'regression'],
  ['exactly δ and 1 excluded', 1.02, 1.001, 1.04, 'regression'],
  ['past δ but 1 inside', 1.05, 0.99, 1.12, 'inconclusive'],
  ['past δ but 1 just at the end', 1.05, 1, 1.1, 'inconclusive'],
  ['1 excluded, short of δ', 1.01, 1.002, 1.03, 'unchanged'],
  ['inside the band around 1', 1, 0.99, 1.01, 'unchanged'],
  ['inside the band, 1 excluded', 1.01, 1.005, 1.015, 'unchanged'],
  ['short of δ, 1 inside, beyond the band', 1.01, 0.99, 1.03, 'inconclusive'],
  ['below and 1 excluded', 0.95, 0.93, 0.98, 'improvement'],
  ['exactly 1/(1+δ) and 1 excluded', 1 / 1.02, 0.96, 0.99, 'improvement'],
  ['unbounded', 1.5, null, null, 'inconclusive'],
  ['unbounded above only', 1.5, 1.2, null, 'regression'],
  ['touching the end of the band', 1, 0.99, 1.02, 'inconclusive'],
];

for (const [what, ratio, lo, hi, expected] of cases) {
  test(`with a tolerance of 2 %, ${what} is ${expected}`, () => {
    assert.equal(judgeInterval(ratio, lo, hi, 0.02, 'lower'), expected);
    const mirror = { regression: 'improvement', improvement: 'regression' }[expected] ?? expected;
    assert.equal(judgeInterval(ratio, lo, hi, 0.02, 'higher'), mirror);
  });
}
