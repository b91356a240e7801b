import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CaseSeries } from '../../src/measure/series.ts';

test('blocks cut short on either side are neither paired nor counted', () => {
  const series = new CaseSeries();
  const add = (side: 'baseline' | 'candidate', block: number, wall: number): void =>
    series.add(side, { block, values: new Map([['wall', wall]]) });
  add('baseline', 0, 1);
  add('candidate', 0, 10);
  // Block 1 lost its candidate, block 2 its baseline.
  add('baseline', 1, 2);
  add('candidate', 2, 20);
  add('candidate', 3, 30);
  add('baseline', 3, 3);
  assert.equal(series.completeBlocks(['baseline', 'candidate']), 2);
  assert.deepEqual(series.pairs('wall'), { baseline: [1, 3], candidate: [10, 30] });
  assert.equal(series.nextBlock(), 4);
  assert.equal(series.completeBlocks(['candidate']), 3);
});
