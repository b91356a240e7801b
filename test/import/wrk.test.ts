import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('wrk', ['wrk/plain.txt', 'wrk/latency.txt', 'wrk/errors.txt', 'wrk/wrk2.txt']);

test('two runs in one file are two measurements', async () => {
  const both = Buffer.concat([fixture('wrk/plain.txt'), fixture('wrk/latency.txt')]);
  const { measurements } = await read(both);
  assert.equal(measurements.filter((each) => each.metric === 'latency').length, 2);
});

test('runs of the same load are samples of one rate, and several latencies', async () => {
  const once = fixture('wrk/plain.txt');
  const { measurements } = await read(Buffer.concat([once, once]));
  assert.deepEqual(
    measurements.map((each) => [each.metric, each.case.nth, each.samples.length]),
    [
      ['latency', undefined, 0],
      ['latency', 2, 0],
      ['throughput', undefined, 2],
      ['bandwidth', undefined, 2],
    ],
  );
});
