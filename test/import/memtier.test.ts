import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('memtier', ['memtier/results.json', 'memtier/console.txt', 'memtier/runs.txt']);

test('an interrupted run is refused: the rates in it are none', async () => {
  const json = JSON.parse(fixture('memtier/results.json').toString());
  json['run information']['Benchmark completion status'] = 'INTERRUPTED (stopped before full run)';
  await assert.rejects(read(JSON.stringify(json)), /interrupted/);
});
