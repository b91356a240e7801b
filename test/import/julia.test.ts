import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { holdsReader, read } from './reader.ts';

holdsReader('julia', ['julia/trials.json', 'julia/estimate.json']);

test('groups that nest without end are refused', async () => {
  const depth = 5000;
  const text = `[{"BenchmarkTools":"1"},[${'["BenchmarkGroup",{"data":{"g":'.repeat(depth)}1${'}}]'.repeat(depth)}]]`;
  await assert.rejects(read(text), (error) => error instanceof AssayError && /nest/.test(error.message));
});
