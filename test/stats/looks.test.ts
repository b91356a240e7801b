import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { lookSchedule } from '../../src/stats/looks.ts';
import { minimumBlocks } from '../../src/stats/signed-rank.ts';

const settings = fc
  .tuple(fc.double({ min: 1e-7, max: 0.2, noNaN: true }), fc.nat(60), fc.nat(1000))
  .map(([alpha, min, more]) => [alpha, min, min + more] as const);

test('all looks together never spend more than alpha', () => {
  fc.assert(
    fc.property(settings, (setting) => {
      const { looks, finalAlpha } = lookSchedule(...setting);
      const spent = looks.reduce((sum, look) => sum + look.alpha, finalAlpha);
      assert.ok(spent <= setting[0] * (1 + 1e-12), `${spent} of ${setting[0]}`);
      assert.ok(spent >= setting[0] * (1 - 1e-12), `only ${spent} of ${setting[0]}`);
    }),
  );
});

test('every interim look can decide, comes after the last one, and lies within the range of blocks', () => {
  fc.assert(
    fc.property(settings, (setting) => {
      let last = 0;
      for (const look of lookSchedule(...setting).looks) {
        assert.ok(look.blocks >= minimumBlocks(look.alpha));
        assert.ok(look.blocks > last && look.blocks >= setting[1] && look.blocks < setting[2]);
        last = look.blocks;
      }
    }),
  );
});

test('the looks of the default budget of one comparison', () => {
  const { looks, finalAlpha, minFinalBlocks } = lookSchedule(0.01, 10, 400);
  assert.deepEqual(
    looks.map(({ blocks }) => blocks),
    [13, 18, 26, 37, 52, 74, 104, 147, 208, 294],
  );
  assert.equal(finalAlpha, 0.005);
  assert.equal(minFinalBlocks, 9);
});

test('a fixed number of blocks leaves all of alpha to the final look', () => {
  assert.deepEqual(lookSchedule(0.01, 30, 30), { looks: [], finalAlpha: 0.01, minFinalBlocks: 8 });
});

test('an impossible range or probability is refused', () => {
  assert.throws(() => lookSchedule(0.01, 20, 10), /at least 20 and at most 10/);
  assert.throws(() => lookSchedule(1, 10, 20), /alpha: 1/);
});
