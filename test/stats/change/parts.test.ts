import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { covering, matches, score } from '../../../bench/changes/score.ts';
import { normal, seededRandom } from '../../../src/core/random.ts';
import { clipWild } from '../../../src/stats/change/clip.ts';
import { chanceOf, neededGain } from '../../../src/stats/change/evidence.ts';
import { studentQuantile } from '../../../src/stats/change/levels.ts';
import { momentsOf } from '../../../src/stats/change/moments.ts';
import {
  AUTOREGRESSIVE,
  BLURRED,
  logDeterminant,
  WHITE,
  whiten,
  whitenedSquares,
} from '../../../src/stats/change/noise.ts';
import { bestSegmentations } from '../../../src/stats/change/segment.ts';
import { solve } from '../../../src/stats/change/solve.ts';

const MODELS = [WHITE, ...AUTOREGRESSIVE, ...BLURRED.flat()];

describe('whitening', () => {
  test('gives the likelihood of the covariance matrix', () => {
    // n = 2 by hand: given the first value, the second has mean c/v·y₁ and variance v − c²/v.
    const random = seededRandom(1);
    for (const { phi, q, h } of MODELS.filter(({ phi }) => phi < 1)) {
      const state = q / (1 - phi * phi);
      const [v, c] = [state + h, phi * state];
      const values = Float64Array.of(normal(random), normal(random));
      const variance = v - (c * c) / v;
      const expected = (values[1]! - (c / v) * values[0]!) ** 2 / variance;
      const model = MODELS.find((each) => each.phi === phi && each.q === q && each.h === h)!;
      assert.ok(Math.abs(whitenedSquares(values, model, null) - expected) < 1e-9 * (1 + expected));
      assert.ok(Math.abs(logDeterminant(model, 2) - Math.log(variance)) < 1e-9);
    }
  });

  test('leaves white noise of variance 1 where the noise follows the model', () => {
    const random = seededRandom(2);
    const n = 20_000;
    for (const model of MODELS) {
      const { phi, q, h } = model;
      let state = phi < 1 ? Math.sqrt(q / (1 - phi * phi)) * normal(random) : 0;
      const values = Float64Array.from({ length: n }, (_, t) => {
        if (t > 0) state = phi * state + Math.sqrt(q) * normal(random);
        return state + Math.sqrt(h) * normal(random);
      });
      const out = new Float64Array(n);
      const squares = whiten(values, model, out);
      assert.ok(Math.abs(squares / n - 1) < 0.05, `${JSON.stringify(model)}: ${squares / n}`);
      const neighbours = out.reduce((sum, value, t) => sum + (t > 0 ? value * out[t - 1]! : 0), 0) / n;
      assert.ok(Math.abs(neighbours) < 0.04, `${JSON.stringify(model)}: ${neighbours}`);
    }
  });

  test('sums the same squares with and without weights of 1', () => {
    const random = seededRandom(3);
    const values = Float64Array.from({ length: 700 }, () => normal(random));
    const ones = new Float64Array(700).fill(1);
    for (const model of MODELS) {
      const plain = whitenedSquares(values, model, null);
      assert.ok(Math.abs(whitenedSquares(values, model, ones) / plain - 1) < 1e-9);
    }
  });
});

test('least squares solves a system, and leaves out a column that others hold', () => {
  const one = new Float64Array(4).fill(1);
  const line = Float64Array.of(0, 1, 2, 3);
  const target = Float64Array.of(5, 7, 9, 11);
  const found = solve([one, line, one], target, [0, 0, 0]);
  assert.ok(Math.abs(found[0]! - 5) < 1e-9 && Math.abs(found[1]! - 2) < 1e-9);
  assert.equal(found[2], 0);
});

test('wild points are drawn in, the points beside a step stay', () => {
  const random = seededRandom(4);
  const values = Float64Array.from({ length: 100 }, (_, t) => normal(random) + (t >= 50 ? 30 : 0));
  values[20] = 500;
  values[80] = -500;
  const clipped = clipWild(values);
  assert.ok(clipped[20]! < 8 && clipped[80]! > 22);
  for (let t = 45; t < 55; t++) assert.ok(Math.abs(clipped[t]! - values[t]!) < 1, `${t}`);
});

test('dynamic programming finds the steps with the least squares, as trying all does', () => {
  const random = seededRandom(5);
  const values = Float64Array.from({ length: 30 }, () => normal(random));
  const places = Array.from({ length: 25 }, (_, i) => i + 3);
  const squares = (from: number, to: number): number => {
    const part = values.slice(from, to);
    const middle = part.reduce((sum, value) => sum + value, 0) / part.length;
    return part.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  };
  let best: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const a of places) {
    for (const b of places) {
      if (b - a < 3) continue;
      const sum = squares(0, a) + squares(a, b) + squares(b, 30);
      if (sum < least) {
        least = sum;
        best = [a, b];
      }
    }
  }
  assert.deepEqual(bestSegmentations(momentsOf(values), places, 2)[1]!(), best);
});

test('the gain that is needed and the chance of a gain are each other’s inverse', () => {
  for (const n of [8, 50, 200, 5_000]) {
    for (const rate of [0.05, 0.01, 0.001]) {
      assert.ok(Math.abs(chanceOf(neededGain(n, rate), n) / rate - 1) < 1e-9);
    }
  }
  assert.ok(neededGain(200, 0.001) > neededGain(200, 0.01));
  assert.ok(neededGain(400, 0.01) > neededGain(100, 0.01));
});

test("Student's quantiles agree with the tables", () => {
  // Abramowitz and Stegun, table 26.10.
  for (const [freedom, expected] of [
    [6, 3.707],
    [10, 3.169],
    [30, 2.75],
    [120, 2.617],
  ] as const) {
    assert.ok(Math.abs(studentQuantile(0.99, freedom) - expected) < 0.005 * expected, `${freedom}`);
  }
});

describe('scores', () => {
  test('position 0 counts, and each true step is matched once', () => {
    assert.deepEqual(
      [score([], [], 100).f1, score([], [50], 100).f1, score([50], [], 100).f1],
      [1, 2 / 3, 2 / 3],
    );
    assert.equal(matches([0, 50], [0, 48, 52]), 2);
    assert.equal(matches([0, 50], [0, 56]), 1);
    assert.equal(score([48, 52], [50], 100).precision, 2 / 3);
  });

  test('covering is the weighted overlap of stretches', () => {
    assert.equal(covering([0, 50], [0, 50], 100), 1);
    assert.equal(covering([0, 50], [0], 100), 0.5);
    // [0, 50) is most like [0, 60), 50 of 60; [50, 100) like [60, 100), 40 of 50.
    assert.ok(Math.abs(covering([0, 50], [0, 60], 100) - (0.5 * 50) / 60 - 0.5 * 0.8) < 1e-12);
  });
});
