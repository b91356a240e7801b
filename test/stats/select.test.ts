import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { countDifferences, countPairSums, kthDifference, kthPairSum } from '../../src/stats/select.ts';

const integers = fc
  .array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((values) => Float64Array.from(values).sort());

test('every order statistic of the pairwise sums is the one that writing them all down gives', () => {
  fc.assert(
    fc.property(integers, (values) => {
      const sums: number[] = [];
      values.forEach((a, i) => {
        for (const b of values.subarray(i)) sums.push(a + b);
      });
      sums.sort((a, b) => a - b);
      sums.forEach((sum, k) => {
        assert.equal(kthPairSum(values, k + 1), sum);
      });
      for (const limit of [-1, 0, 7]) {
        assert.equal(countPairSums(values, limit), sums.filter((sum) => sum <= limit).length);
      }
    }),
  );
});

test('every order statistic of the differences is the one that writing them all down gives', () => {
  fc.assert(
    fc.property(integers, integers, (xs, ys) => {
      const differences = [...xs].flatMap((x) => [...ys].map((y) => y - x)).sort((a, b) => a - b);
      differences.forEach((difference, k) => {
        assert.equal(kthDifference(xs, ys, k + 1), difference);
      });
      for (const limit of [-1, 0, 7]) {
        assert.equal(countDifferences(xs, ys, limit), differences.filter((d) => d <= limit).length);
      }
    }),
  );
});
