import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readResults } from '../../src/import/read.ts';
import { fixturePath, holdsGolden, holdsReader } from './reader.ts';

holdsReader('asv', ['asv/0.6.4-file.json', 'asv/0.6.4-console.txt', 'asv/0.6.4-console-one.txt']);

test("a tree of asv gives every commit with its time, and leaves out asv's machine files", async () => {
  const found = await readResults(fixturePath('asv/0.6.4'), 'asv/0.6.4');
  assert.equal(found.format, 'asv');
  holdsGolden('asv/0.6.4', found);
});
