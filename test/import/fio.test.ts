import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, holdsReader, read } from './reader.ts';

holdsReader('fio', ['fio/json.json', 'fio/json-plus.json', 'fio/noted.json']);

test('jobs of one name are told apart by their number, and a failed job is left out', async () => {
  const json = JSON.parse(fixture('fio/json-plus.json').toString());
  json.jobs = [json.jobs[0], json.jobs[0], { ...json.jobs[0], jobname: 'broken', error: 5 }];
  const { measurements, warnings } = await read(JSON.stringify(json));
  const rates = measurements.filter((each) => each.metric === 'throughput');
  assert.deepEqual(
    rates.map((each) => each.case),
    [
      { operation: 'read', job: 1 },
      { operation: 'read', job: 2 },
    ],
  );
  assert.deepEqual(warnings, ['broken failed with error 5: left out']);
});
