import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seededRandom } from '../../../src/core/random.ts';
import { detectChanges } from '../../../src/stats/change/detect.ts';
import { NILE } from './nile.ts';
import { indices, noise, repeated, stepped } from './noise.ts';

describe('levels', () => {
  test('the Nile fell after 1898 by about a quarter', () => {
    assert.equal(NILE.reduce((sum, flow) => sum + flow, 0) / NILE.length, 919.35);
    const { changePoints } = detectChanges(NILE);
    assert.deepEqual(indices({ changePoints }), [28]);
    const [{ before, after, ratio, interval }] = changePoints as [(typeof changePoints)[0]];
    // Cobb's levels are 1097.75 and 849.97; wild years are drawn in here.
    assert.ok(Math.abs(before - 1097.75) < 5 && Math.abs(after - 849.97) < 5, `${before} → ${after}`);
    assert.ok(Math.abs(ratio! - 0.774) < 0.005);
    assert.ok(interval[0]! < 0.74 && interval[1]! > 0.81 && interval[1]! < 1, String(interval));
  });

  test('several steps are each found, whether they go on or come back', () => {
    const random = seededRandom(1);
    const values = [100, 105, 100, 106, 112].flatMap((level) => noise(random, 30, { level }));
    assert.deepEqual(indices(detectChanges(values)), [30, 60, 90, 120]);
  });

  test('thirty steps are found where the first of them alone would look like a wandering level', () => {
    const random = seededRandom(2);
    const values = Array.from({ length: 30 }, (_, i) =>
      noise(random, 30, { level: 100 + 6 * (i % 3) }),
    ).flat();
    const places = indices(detectChanges(values));
    assert.equal(places.length, 29);
    for (const [i, place] of places.entries()) assert.ok(Math.abs(place - 30 * (i + 1)) <= 1, `${place}`);
  });

  test('a step on a drift is told with its own size', () => {
    const random = seededRandom(3);
    const values = stepped(noise(random, 100), 50, 6).map((value, t) => value + 0.05 * t);
    const { changePoints, warnings } = detectChanges(values);
    assert.deepEqual(indices({ changePoints }), [50]);
    assert.ok(Math.abs(changePoints[0]!.after - changePoints[0]!.before - 6) < 1.5);
    assert.deepEqual(
      warnings.map(({ kind }) => kind),
      ['drift'],
    );
  });
});

describe('values that repeat exactly', () => {
  test('eight points are enough', () => {
    const { changePoints } = detectChanges([...repeated(1, 4), ...repeated(2, 4)]);
    assert.deepEqual(indices({ changePoints }), [4]);
    assert.deepEqual([changePoints[0]!.before, changePoints[0]!.after, changePoints[0]!.ratio], [1, 2, 2]);
  });

  test('every step of a staircase is found', () => {
    const values = [7, 9, 8, 12, 13].flatMap((level) => repeated(level, 6));
    assert.deepEqual(indices(detectChanges(values)), [6, 12, 18, 24]);
  });

  test('a constant has no step, and one wild point is none', () => {
    assert.deepEqual(indices(detectChanges(repeated(3, 50))), []);
    assert.deepEqual(indices(detectChanges([...repeated(3, 30), 900, ...repeated(3, 20)])), []);
  });

  test('a count that starts from 0 has no ratio', () => {
    const [point] = detectChanges([...repeated(0, 10), ...repeated(4, 10)]).changePoints;
    assert.equal(point!.ratio, null);
    assert.deepEqual(point!.interval, [null, null]);
    assert.deepEqual([point!.before, point!.after], [0, 4]);
  });

  test('an exact line is a drift without steps', () => {
    assert.deepEqual(indices(detectChanges(Array.from({ length: 60 }, (_, t) => 3 * t))), []);
  });
});

describe('the end of a history', () => {
  test('two points may be wild, three are a level, and it says what is missing', () => {
    const found = (count: number) => detectChanges([...repeated(5, 50), ...repeated(6, count)]);
    assert.deepEqual([found(1).pending, indices(found(1))], [{ index: 50, needs: 2 }, []]);
    assert.deepEqual([found(2).pending, indices(found(2))], [{ index: 50, needs: 1 }, []]);
    assert.deepEqual([found(3).pending, indices(found(3))], [null, [50]]);
  });

  test('a large step in noise is found three points later, and is pending before', () => {
    const random = seededRandom(4);
    const values = stepped(noise(random, 103), 100, 10);
    assert.deepEqual(indices(detectChanges(values)), [100]);
    const earlier = detectChanges(values.slice(0, 102));
    assert.deepEqual(indices(earlier), []);
    assert.equal(earlier.pending?.index, 100);
  });

  test('steady noise is not pending', () => {
    const random = seededRandom(5);
    const pending = Array.from({ length: 100 }, () => detectChanges(noise(random, 60)).pending).filter(
      Boolean,
    );
    assert.ok(pending.length <= 3, `${pending.length} of 100`);
  });
});

describe('what is said besides', () => {
  test('fewer than eight values are too few, which is said', () => {
    const { n, changePoints, levels, warnings } = detectChanges([1, 1, 1, 9, 9, 9, 9]);
    assert.deepEqual([n, changePoints, levels], [7, [], []]);
    assert.equal(warnings[0]?.kind, 'few-samples');
    assert.match(warnings[0]!.hint, /at least 1 more/);
  });

  test('positions count gaps, and levels begin and end where they do', () => {
    const values = [null, ...repeated(1, 6), null, null, ...repeated(2, 6), null];
    const { n, changePoints, levels } = detectChanges(values);
    assert.equal(n, 12);
    assert.deepEqual(indices({ changePoints }), [9]);
    assert.deepEqual(levels, [
      { from: 1, to: 9, n: 6, level: 1 },
      { from: 9, to: 16, n: 6, level: 2 },
    ]);
  });

  test('which way is better decides whether a step is a regression', () => {
    const values = [...repeated(1, 6), ...repeated(2, 6)];
    const verdict = (direction: 'lower' | 'higher' | null) =>
      detectChanges(values, { direction }).changePoints[0]!.verdict;
    assert.deepEqual(
      [verdict('lower'), verdict('higher'), verdict(null)],
      ['regression', 'improvement', null],
    );
  });

  test('an environment that changes at the step is its cause; else the code, where both are known', () => {
    const values = [...repeated(1, 6), ...repeated(2, 6)];
    const commits = values.map((_, i) => `c${i}`);
    const environments = (at: number) => values.map((_, i) => (i < at ? 'a' : 'b'));
    const cause = (settings: Parameters<typeof detectChanges>[1]) =>
      detectChanges(values, settings).changePoints[0]!.cause;
    assert.equal(cause({ environments: environments(6), commits }), 'environment');
    assert.equal(cause({ environments: environments(2), commits }), 'code');
    assert.equal(cause({ environments: environments(2) }), 'unknown');
    assert.equal(cause({ commits }), 'unknown');
    assert.equal(
      cause({ environments: environments(2), commits: repeated(0, 12).map(() => 'same') }),
      'unknown',
    );
    assert.equal(
      cause({ environments: environments(12).map((e, i) => (i === 6 ? null : e)), commits }),
      'unknown',
    );
  });

  test('bad values and settings are named', () => {
    assert.throws(() => detectChanges([1, Number.NaN]), /value 2 of 2 is NaN/);
    assert.throws(() => detectChanges([1, 2], { commits: ['a'] }), /commits: 1 entries for 2 values/);
    assert.throws(() => detectChanges([1, 2], { falseRate: 0.5 }), /0.5 is not from/);
  });
});
