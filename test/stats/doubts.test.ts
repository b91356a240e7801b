import assert from 'node:assert/strict';
import test from 'node:test';
import { seededRandom } from '../../src/core/random.ts';
import { doubts } from '../../src/stats/doubts.ts';
import { orderCorrelation } from '../../src/stats/drift.ts';
import { logNormal } from './samples.ts';

const steady = logNormal(seededRandom(61), 40, 0.1, 0.01);
const kinds = (samples: readonly number[], unit = 's'): string[] =>
  doubts(samples, { unit }).map(({ kind }) => kind);

test('steady samples raise no doubt', () => {
  assert.deepEqual(kinds(steady), []);
});

test('slow first samples are a warm-up, and the advice counts what is discarded already', () => {
  const [doubt, ...others] = doubts([0.15, 0.13, 0.12, ...steady], { unit: 's', warmup: 2 });
  assert.deepEqual(others, []);
  assert.equal(doubt?.kind, 'warm-up');
  assert.match(doubt.message, /^the first 3 samples differ from the rest by \+3\d\.\d % on average$/);
  assert.equal(doubt.hint, 'raise `warmup` to 5');
});

test('one slow first sample is a warm-up only when far off, and fast first samples are none', () => {
  assert.deepEqual(kinds([0.15, ...steady]), ['warm-up']);
  assert.deepEqual(kinds([0.1035, ...steady]), []);
  assert.equal(kinds([0.05, 0.06, 0.07, ...steady]).includes('warm-up'), false);
  assert.equal(
    doubts([5, 6, 7, ...steady.map((v) => 1 / v)], { unit: '1/s', direction: 'higher' })[0]?.kind,
    'warm-up',
  );
});

test('a trend larger than the tolerance is a drift, a smaller one is let be', () => {
  const rising = (by: number): number[] => steady.map((value, i) => value * (1 + (by * i) / 40));
  assert.deepEqual(kinds(rising(0.1)), ['drift']);
  assert.match(doubts(rising(0.1), { unit: 's' })[0]!.message, /last third lies \+5\.7 % from the first/);
  assert.deepEqual(doubts(rising(0.1), { unit: 's', tolerance: 0.2 }), []);
});

test('outliers are counted and the farthest is named', () => {
  const [doubt] = doubts(
    steady.map((value, i) => (i % 10 === 4 ? value * 3 : value)),
    { unit: 's' },
  );
  assert.equal(doubt?.kind, 'outliers');
  assert.match(doubt.message, /^4 of 40 samples lie far from the median, the farthest by \+20\d %$/);
});

test('a single outlier among many is let be: the estimate stands it', () => {
  assert.deepEqual(kinds(steady.map((value, i) => (i === 20 ? value * 3 : value))), []);
});

test('too few samples say how many an interval needs; a size that does not vary needs no more', () => {
  assert.match(doubts([1, 2, 3], { unit: 's' })[0]!.message, /^3 samples: .* at 99 %, which needs 8$/);
  assert.deepEqual(kinds([5, 5], 'By'), []);
  assert.deepEqual(kinds([5, 5], 's'), ['few-samples']);
  assert.deepEqual(kinds([]), ['few-samples']);
});

test('the correlation with order is 1 for a rise, −1 for a fall and 0 for equal samples', () => {
  assert.equal(orderCorrelation([1, 2, 4, 8]), 1);
  assert.equal(orderCorrelation([8, 4, 2, 1]), -1);
  assert.equal(orderCorrelation([3, 3, 3]), 0);
  assert.ok(Math.abs(orderCorrelation([1, 3, 2, 4]) - 0.8) < 1e-12);
});
