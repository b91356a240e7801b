import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shareBudget } from '../../src/judge/budget.ts';

const budget = fc.double({ min: 1e-6, max: 0.5, noNaN: true });
const METRICS = ['wall', 'user', 'instructions'];

const plan = fc.record({
  falseAlarmBudget: budget,
  benchmarks: fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 5 }),
      cases: fc.array(fc.constant({}), { minLength: 1, maxLength: 6 }),
      metrics: fc.uniqueArray(
        fc.record({ name: fc.constantFrom(...METRICS), falseAlarmBudget: fc.option(budget) }),
        { selector: ({ name }) => name, minLength: 1 },
      ),
    }),
    { selector: ({ name }) => name, maxLength: 5 },
  ),
});

const hasNoCounters = (metric: string): boolean => metric !== 'instructions';

test('whatever the plan, the shares of all comparisons add up to the total that is stated', () => {
  fc.assert(
    fc.property(plan, (of) => {
      const shares = shareBudget(of, hasNoCounters);
      let [sum, count] = [0, 0];
      for (const { name, cases, metrics } of of.benchmarks) {
        for (const metric of metrics.filter((each) => hasNoCounters(each.name))) {
          sum += cases.length * shares.alphaOf(name, metric.name);
          count += cases.length;
        }
      }
      assert.equal(shares.comparisons, count);
      assert.ok(Math.abs(sum - shares.total) <= 1e-12, `${sum} and ${shares.total}`);
    }),
  );
});

test('a metric with a part of the budget has it to itself; the others share the rest equally', () => {
  const wall = { name: 'wall', falseAlarmBudget: null };
  const shares = shareBudget(
    {
      falseAlarmBudget: 0.01,
      benchmarks: [
        { name: 'a', cases: [{}, {}, {}], metrics: [wall] },
        { name: 'b', cases: [{}], metrics: [wall, { name: 'user', falseAlarmBudget: 0.004 }] },
        { name: 'c', cases: [{}], metrics: [{ name: 'instructions', falseAlarmBudget: null }] },
      ],
    },
    hasNoCounters,
  );
  assert.equal(shares.alphaOf('a', 'wall'), 0.0015);
  assert.equal(shares.alphaOf('b', 'wall'), 0.0015);
  assert.equal(shares.alphaOf('b', 'user'), 0.004);
  assert.equal(shares.total, 0.01);
  assert.throws(() => shares.alphaOf('c', 'instructions'), /has no share/);
});
