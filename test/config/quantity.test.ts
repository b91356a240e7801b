import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nearest } from '../../src/config/nearest.ts';
import { durationS, share } from '../../src/config/quantity.ts';

test('durations are read in their unit', () => {
  assert.deepEqual(['500ms', '30s', '1.5 s', '5min', '5m', '1h', '576h'].map(durationS), [
    0.5,
    30,
    1.5,
    300,
    300,
    3600,
    24 * 86_400,
  ]);
});

test('what is no duration, nothing or longer than a timer is not one', () => {
  for (const text of [
    '',
    '30',
    '0s',
    '-1s',
    '1d',
    '1h30m',
    '1e3s',
    '577h',
    's',
    '٣s',
    '1.s',
    '9'.repeat(400),
  ]) {
    assert.equal(durationS(text), undefined, text);
  }
});

test('shares are read as percent or as a fraction, exactly', () => {
  assert.deepEqual(
    ['2%', '2 %', '0.02', '.5', '0.1%', 0.02].map(share),
    [0.02, 0.02, 0.02, 0.5, 0.001, 0.02],
  );
});

test('what is nothing, everything or no share is not one', () => {
  for (const value of [
    '0%',
    '100%',
    '1',
    '0',
    '-2%',
    '2%%',
    '%',
    '',
    '2',
    Number.NaN,
    1,
    0,
    -0.1,
    Number.POSITIVE_INFINITY,
  ]) {
    assert.equal(share(value), undefined, String(value));
  }
});

test('every whole number of percent reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (percent) => share(`${percent}%`) === percent / 100),
  );
});

test('a single slip of the fingers finds the word, and an unlike word finds none', () => {
  const words = ['warmup', 'samples', 'timeout', 'time', 'tolerance'];
  assert.deepEqual(
    ['warmpu', 'sampels', 'timout', 'tolerence', 'Warmup', 'colour', 'x'].map((word) => nearest(word, words)),
    ['warmup', 'samples', 'timeout', 'tolerance', 'warmup', undefined, undefined],
  );
});
