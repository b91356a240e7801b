import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('ruby-benchmark', ['ruby-benchmark/bm.txt', 'ruby-benchmark/benchmark.txt'], { endless: true });
holdsReader('ruby-benchmark', ['ruby-benchmark/bmbm.txt']);

test('the rehearsal of bmbm is a warm-up and no sample', async () => {
  const { measurements } = await read(fixture('ruby-benchmark/bmbm.txt'));
  assert.deepEqual(
    measurements.map((each) => each.samples.length),
    [1, 1, 1, 1, 1, 1],
  );
});

test('rows that the caller computed from others are left out and told', async () => {
  const { measurements, warnings } = await read(fixture('ruby-benchmark/benchmark.txt'));
  assert.deepEqual([...new Set(measurements.map((each) => each.benchmark))], ['for:', 'times:']);
  assert.equal(warnings.length, 2);
});

test('a label that is reported again gives a second sample', async () => {
  const [caption, row] = fixture('ruby-benchmark/bm.txt').toString().split('\n');
  const { measurements } = await read(`${caption}\n${row}\n${row}\n`);
  assert.deepEqual(measurements[0]?.samples, [0.005066, 0.005066]);
});
