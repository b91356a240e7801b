import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawnWindow, quantile } from '../../src/chart/quartiles.ts';
import { ratioAxis } from '../../src/chart/ratio-axis.ts';
import { spread } from '../../src/chart/spread.ts';
import { niceStep, valueAxis } from '../../src/chart/ticks.ts';
import { row } from './graphs.ts';

const magnitude = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
const anyValues = fc.array(fc.oneof(fc.constant(0), magnitude), { minLength: 1, maxLength: 50 });
const nearlyEqual = fc
  .tuple(magnitude, fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 5 }))
  .map(([value, steps]) => steps.map((step) => value * (1 + step * Number.EPSILON)));
const values = fc.oneof({ weight: 3, arbitrary: anyValues }, { weight: 1, arbitrary: nearlyEqual });
const unit = fc.constantFrom('s', 'By', 'By/s', '1', '1/s');

test('an axis holds its values and rising ticks with labels that all differ', () => {
  fc.assert(
    fc.property(values, unit, (drawn, of) => {
      const axis = valueAxis(drawn, of, 8);
      for (const value of drawn) assert.ok(value >= axis.min && value <= axis.max);
      assert.ok(axis.ticks.length >= 1 && axis.ticks.length <= 9, `${axis.ticks.length} ticks`);
      axis.ticks.forEach((tick, i) => {
        assert.ok(tick >= -1e-12 && tick >= axis.min * (1 - 1e-9) && tick <= axis.max * (1 + 1e-9));
        if (i > 0) assert.ok(tick > axis.ticks[i - 1]!);
      });
      assert.equal(new Set(axis.ticks.map(axis.label)).size, axis.ticks.length);
    }),
  );
});

test('ticks are round in the unit that people read', () => {
  const labels = (drawn: number[], of: string): string[] => {
    const axis = valueAxis(drawn, of, 6);
    return axis.ticks.map(axis.label);
  };
  assert.deepEqual(labels([0.101, 0.122], 's'), ['100 ms', '105 ms', '110 ms', '115 ms', '120 ms']);
  assert.deepEqual(labels([50 * 1024 ** 2, 52 * 1024 ** 2], 'By'), [
    '50.0 MiB',
    '50.5 MiB',
    '51.0 MiB',
    '51.5 MiB',
    '52.0 MiB',
  ]);
  assert.deepEqual(labels([7200, 10800], 's'), ['2.0 h', '2.2 h', '2.4 h', '2.6 h', '2.8 h', '3.0 h']);
  assert.deepEqual(labels([0, 1, 0], '1'), ['0', '1']);
});

test('a step is the smallest of 1, 2 and 5 with a power of ten that is large enough', () => {
  fc.assert(
    fc.property(magnitude, (rough) => {
      const step = niceStep(rough);
      assert.ok(step >= rough * (1 - 1e-8) && step <= rough * 2.5 * (1 + 1e-8), `${rough} gives ${step}`);
      assert.match(step.toExponential(), /^[125]e/);
    }),
  );
});

test('an axis of ratios is the same for a change and for its opposite', () => {
  fc.assert(
    fc.property(fc.double({ min: 1.001, max: 1000, noNaN: true }), (ratio) => {
      const up = ratioAxis([row('a', ratio, 0, 'regression')]);
      const down = ratioAxis([row('a', 1 / ratio, 0, 'improvement')]);
      assert.ok(Math.abs(up.max + down.min) < 1e-9 && Math.abs(up.min + down.max) < 1e-9);
      assert.ok(up.max >= Math.log(ratio));
      assert.ok(
        up.ticks.some(({ at }) => Math.abs(at) < 1e-9),
        'no change has a tick',
      );
      assert.equal(new Set(up.ticks.map(({ label }) => label)).size, up.ticks.length);
    }),
  );
});

test('one uncertain interval does not flatten the other rows', () => {
  const axis = ratioAxis([
    row('a', 1.05, 0.01, 'regression'),
    { ...row('b', 1, 0, 'inconclusive'), interval: [0.01, 90] },
  ]);
  assert.ok(axis.max - axis.min < Math.log(1.5));
});

test('dots spread within their room, the same each time, and equal samples apart', () => {
  fc.assert(
    fc.property(values, (drawn) => {
      const offsets = spread(drawn);
      assert.deepEqual(offsets, spread(drawn));
      assert.ok(offsets.every((offset) => Math.abs(offset) <= 1));
    }),
  );
  const equal = spread(Array(100).fill(5));
  assert.equal(new Set(equal).size, 100);
});

test('quantiles are those of R with type 7', () => {
  // quantile(c(15, 20, 35, 40, 50), c(.25, .4, .5)) gives 20, 29, 35.
  const sample = [35, 15, 50, 20, 40];
  assert.deepEqual(
    [0.25, 0.4, 0.5].map((p) => quantile(sample, p)),
    [20, 29, 35],
  );
});

test('a few far samples leave the scale to the others, many do not', () => {
  const near = Array.from({ length: 50 }, (_, i) => 100 + (i % 10));
  assert.deepEqual(drawnWindow([[...near, 5000]]), { low: 100, high: 109 });
  assert.deepEqual(drawnWindow([[...near, 112]]), { low: 100, high: 112 });
  assert.deepEqual(drawnWindow([near, near.map((value) => value * 10)]), { low: 100, high: 1090 });
  assert.deepEqual(drawnWindow([[7, 7, 7, 7, 9000]]), { low: 7, high: 9000 });
});
