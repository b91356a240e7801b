import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsReader, read } from './reader.ts';

holdsReader('hyperfine', ['hyperfine/1.15.json', 'hyperfine/1.20.json']);

test('memory that hyperfine could not read is no measurement', async () => {
  const json = { results: [{ command: 'true', mean: 0.1, times: [0.1, 0.2], memory_usage_byte: [0, 0] }] };
  const { measurements } = await read(JSON.stringify(json));
  assert.deepEqual(
    measurements.map((each) => each.metric),
    ['wall'],
  );
});
