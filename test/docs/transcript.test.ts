import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blocksOf } from './markdown.ts';
import { firstMissing, stepsOf } from './transcript.ts';

const OUTPUT = `building HEAD~1 …
benchmark  metric  baseline  candidate   change   n  verdict
─────────  ──────  ────────  ─────────  ───────  ──  ─────────────────────────
digest     wall    20.58 ms   26.86 ms  +19.8 %  37  regression: 19.8 % slower

verdict: regression
run 20261120-230746-db4q · environment 7c644ac715ec`;

describe('what a document shows of an output', () => {
  test('fits with other quantities, ids, counts beside quantities, and widths', () => {
    const shown = [
      'benchmark metric baseline candidate change n verdict',
      '── ── ── ── ── ── ──',
      'digest wall 9.1 ms 912 µs +2 % 13 regression: 5 % slower',
      '…',
      'run 20270101-000000-x7k2 · environment 0123456789ab',
    ];
    assert.equal(firstMissing(shown, OUTPUT), null);
  });

  test('does not fit with another word, another number of columns, or a line too many', () => {
    const row = 'digest wall 9.1 ms 912 µs +2 % 13 improvement: 5 % faster';
    assert.equal(firstMissing([row], OUTPUT), row);
    assert.notEqual(firstMissing(['digest wall 9.1 ms +2 % 13 regression: 5 % slower'], OUTPUT), null);
    assert.equal(firstMissing(['verdict: regression', 'verdict: regression'], OUTPUT), 'verdict: regression');
  });

  test('has its lines one after the other, unless … stands between them', () => {
    const ends = ['building HEAD~1 …', 'verdict: regression'];
    assert.equal(firstMissing(ends, OUTPUT), 'verdict: regression');
    assert.equal(firstMissing([ends[0]!, '…', ends[1]!], OUTPUT), null);
  });

  test('compares numbers without a unit as they are', () => {
    assert.equal(firstMissing(['exit code 3'], 'exit code 3'), null);
    assert.equal(firstMissing(['exit code 3'], 'exit code 1'), 'exit code 3');
  });
});

describe('the commands of a block', () => {
  const [block] = blocksOf(
    '```console exit=3\n# why\n$ one \\\n    --flag\nprinted\n\n$ assay compare\n$ two\n```',
  );

  test('are the lines after a dollar sign, with their continuations and their output', () => {
    assert.deepEqual(
      stepsOf(block!).map(({ command, shown }) => ({ command, shown })),
      [
        { command: 'one --flag', shown: ['printed'] },
        { command: 'assay compare', shown: [] },
        { command: 'two', shown: [] },
      ],
    );
  });

  test('end with 0, with any verdict, or with the code that the block names', () => {
    assert.deepEqual(
      stepsOf(block!).map(({ exits }) => exits),
      [[0], [0, 1, 3], [3]],
    );
  });
});
