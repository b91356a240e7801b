import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../../src/core/random.ts';
import { detectChanges } from '../../../src/stats/change/detect.ts';
import { indices, noise, stepped } from './noise.ts';

/** A history with one clear step somewhere, and where it is. */
const clear = fc
  .record({
    seed: fc.integer(),
    n: fc.integer({ min: 40, max: 120 }),
    share: fc.double({ min: 0.3, max: 0.7, noNaN: true }),
  })
  .map(({ seed, n, share }) => {
    const at = Math.round(n * share);
    return { at, values: stepped(noise(seededRandom(seed), n), at, 12) };
  });

test('a unit and an offset change no place and no ratio', () => {
  fc.assert(
    fc.property(
      clear,
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -1000, max: 1000 }),
      ({ values }, power, offset) => {
        const found = detectChanges(values);
        const scaled = detectChanges(values.map((value) => value * 10 ** power));
        assert.deepEqual(indices(scaled), indices(found));
        for (const [i, { ratio }] of scaled.changePoints.entries()) {
          assert.ok(Math.abs(ratio! / found.changePoints[i]!.ratio! - 1) < 1e-9);
        }
        assert.deepEqual(indices(detectChanges(values.map((value) => value + offset))), indices(found));
      },
    ),
    { numRuns: 60 },
  );
});

test('upside down, steps stand at the same places', () => {
  fc.assert(
    fc.property(clear, ({ values }) => {
      assert.deepEqual(indices(detectChanges(values.map((value) => -value))), indices(detectChanges(values)));
    }),
    { numRuns: 60 },
  );
});

test('backwards in time, a clear step is found at its mirror image', () => {
  fc.assert(
    fc.property(clear, ({ values, at }) => {
      // A false step beside the true one is allowed, as rarely as the false rate says.
      assert.ok(indices(detectChanges(values)).includes(at));
      assert.ok(indices(detectChanges(values.toReversed())).includes(values.length - at));
    }),
    { numRuns: 60 },
  );
});

test('gaps move places and change nothing else', () => {
  fc.assert(
    fc.property(clear, fc.integer({ min: 0, max: 5 }), ({ values, at }, gaps) => {
      const holed = [...values.slice(0, 5), ...Array.from({ length: gaps }, () => null), ...values.slice(5)];
      const moved = indices(detectChanges(values)).map((index) => (index < 5 ? index : index + gaps));
      assert.deepEqual(indices(detectChanges(holed)), moved);
      assert.ok(moved.includes(at + gaps));
    }),
    { numRuns: 30 },
  );
});

test('anything that holds numbers is answered: ordered places inside it, levels that cover it', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (values) => {
      const { n, changePoints, levels, pending } = detectChanges(values);
      assert.equal(n, values.filter((each) => each !== null).length);
      const places = indices({ changePoints });
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
      assert.equal(levels.length, n < 8 ? 0 : places.length + 1);
      assert.equal(
        levels.reduce((sum, level) => sum + level.n, 0),
        n < 8 ? 0 : n,
      );
      for (const point of changePoints) {
        assert.notEqual(values[point.index], null);
        assert.ok(point.range[0] <= point.index && point.index <= point.range[1]);
        assert.ok(point.confidence >= 0.99 && point.confidence <= 1);
        assert.ok(Number.isFinite(point.before) && Number.isFinite(point.after));
      }
      if (pending) assert.ok(pending.index < values.length && pending.needs > 0);
    }),
    { numRuns: 400 },
  );
});
