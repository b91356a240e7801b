import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('benchmarkdotnet', ['benchmarkdotnet/0.15-full.json']);

test('rows of overhead, warm-up and unadjusted iterations are no samples', async () => {
  const file = JSON.parse(fixture('benchmarkdotnet/0.15-full.json').toString());
  const stated = await read(JSON.stringify(file));
  // Without the values that the statistics are of, the rows of results alone give the same.
  file.Benchmarks[0].Statistics.OriginalValues = [];
  assert.deepEqual(await read(JSON.stringify(file)), stated);
});
