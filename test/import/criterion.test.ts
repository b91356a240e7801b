import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readResults } from '../../src/import/read.ts';
import { fixturePath, holdsGolden, holdsReader } from './reader.ts';

holdsReader('criterion', ['criterion/0.7.0.txt', 'criterion/0.7.0-changed.txt'], { endless: true });

test('a tree of criterion gives the newest samples, each batch divided by its iterations', async () => {
  const found = await readResults(fixturePath('criterion/0.7.0-tree'), 'criterion/0.7.0-tree');
  assert.equal(found.format, 'criterion');
  holdsGolden('criterion/0.7.0-tree', found);
});
