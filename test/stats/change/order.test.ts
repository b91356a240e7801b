import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reorderedTo } from '../../../src/stats/change/order.ts';

/** Few different values: ties are what a search among them trips over. */
const VALUES = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 }),
  fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }),
);

test('the value at a rank is the one that sorting puts there, and none is lost on the way', () => {
  fc.assert(
    fc.property(VALUES, fc.nat(), (drawn, place) => {
      const rank = place % drawn.length;
      const ascending = Float64Array.from(drawn).sort();
      const values = Float64Array.from(drawn);
      // A zero of either sign is the same value.
      assert.ok(reorderedTo(values, rank) === ascending[rank]);
      assert.ok(values.sort().every((value, i) => value === ascending[i]));
    }),
  );
});

test('sorted, reversed and equal values take no longer than the linear share', () => {
  const n = 200_000;
  for (const at of [(i: number) => i, (i: number) => n - i, () => 1]) {
    const values = Float64Array.from({ length: n }, (_, i) => at(i));
    const expected = values.slice().sort()[n >> 1];
    // Quadratic time would be some 10 s.
    const started = performance.now();
    assert.equal(reorderedTo(values, n >> 1), expected);
    assert.ok(performance.now() - started < 2_000);
  }
});
