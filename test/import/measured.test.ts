import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measured } from '../../src/import/measured.ts';

const cases: readonly [written: string, value: number, unit: string, kind: string][] = [
  ['ns/iter', 2e-9, 's', 'time'],
  ['us', 2e-6, 's', 'time'],
  ['µs/op', 2e-6, 's', 'time'],
  ['ns/op\t       0 B/op\t       0 allocs/op', 2e-9, 's', 'time'],
  ['seconds', 2, 's', 'time'],
  ['min', 120, 's', 'time'],
  ['ops/sec', 2, '1/s', 'rate'],
  ['ops/ms', 2e3, '1/s', 'rate'],
  ['Kops/s', 2e3, '1/s', 'rate'],
  ['iter/sec', 2, '1/s', 'rate'],
  ['frames per second', 2, '1/s', 'rate'],
  ['MB/s', 2e6, 'By/s', 'transfer'],
  ['MiB/s', 2 * 1024 ** 2, 'By/s', 'transfer'],
  ['By/s', 2, 'By/s', 'transfer'],
  ['1/s', 2, '1/s', 'rate'],
  ['s', 2, 's', 'time'],
  ['{frames}', 2, '{frames}', 'other'],
  ['B/op', 2, 'By', 'size'],
  ['KiB', 2048, 'By', 'size'],
  ['kB', 2000, 'By', 'size'],
  ['Megabytes', 2e6, 'By', 'size'],
  ['mebibytes', 2 * 1024 ** 2, 'By', 'size'],
  ['allocs/op', 2, '1', 'count'],
  ['', 2, '1', 'count'],
  ['Percent', 2, '%', 'share'],
  ['points', 2, '{points}', 'other'],
  ['constructor', 2, '{constructor}', 'other'],
];

for (const [written, value, unit, kind] of cases) {
  test(`2 ${JSON.stringify(written)} is ${value} ${unit}`, () => {
    assert.deepEqual(measured(2, written), { value, unit, kind });
  });
}
