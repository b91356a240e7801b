import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockSteps, MAX_PAD_BYTES } from '../../src/measure/order.ts';

const SIDES = ['baseline', 'candidate'] as const;
const key = fc.record({
  seed: fc.nat({ max: 2 ** 32 - 1 }),
  benchmark: fc.string(),
  caseKey: fc.string(),
  block: fc.integer({ min: -3, max: 10_000 }),
});

test('a block has each side once, and the same key always the same order', () => {
  fc.assert(
    fc.property(key, (of) => {
      const steps = blockSteps(of, SIDES);
      assert.deepEqual(steps.map(({ side }) => side).sort(), [...SIDES]);
      assert.ok(
        steps.every(
          ({ padBytes }) => Number.isInteger(padBytes) && padBytes >= 0 && padBytes < MAX_PAD_BYTES,
        ),
      );
      assert.deepEqual(blockSteps(of, SIDES), steps);
    }),
  );
});

test('over the blocks of a run each side comes first as often as a fair coin falls, without a pattern', () => {
  const firsts = Array.from({ length: 4000 }, (_, block) =>
    blockSteps({ seed: 42, benchmark: 'b', caseKey: '{}', block }, SIDES)[0]!.side === 'baseline' ? 1 : 0,
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  // Four standard deviations of a fair coin: 4·0.5/√4000.
  const bound = (4 * 0.5) / Math.sqrt(4000);
  assert.ok(Math.abs(mean(firsts) - 0.5) < bound);
  for (const lag of [1, 2, 3]) {
    const repeats = firsts.slice(lag).map((value, i) => (value === firsts[i] ? 1 : 0));
    assert.ok(Math.abs(mean(repeats) - 0.5) < bound, `lag ${lag}`);
  }
});

test('benchmarks, cases and seeds have orders of their own', () => {
  const order = (change: object): string =>
    Array.from(
      { length: 64 },
      (_, block) => blockSteps({ seed: 1, benchmark: 'b', caseKey: '{}', block, ...change }, SIDES)[0]!.side,
    ).join();
  const all = [{}, { seed: 2 }, { benchmark: 'c' }, { caseKey: '{"n":1}' }].map(order);
  assert.equal(new Set(all).size, all.length);
});
