import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { exampleTable } from '../../bench/simulate/example.ts';
import { looksTable } from '../../bench/simulate/looks.ts';
import { replaceBetweenMarkers } from '../../bench/simulate/table.ts';
import { OUTLIER_SCORE } from '../../src/stats/outliers.ts';
import { EXACT_PAIRS } from '../../src/stats/rank-sum.ts';
import { EXACT_BLOCKS } from '../../src/stats/signed-rank.ts';

const page = await readFile(new URL('../../docs/statistics.md', import.meta.url), 'utf8');

test('the worked example and the look schedule in the documentation are what the code gives', () => {
  assert.equal(replaceBetweenMarkers(page, 'example', exampleTable()), page);
  assert.equal(replaceBetweenMarkers(page, 'looks', looksTable()), page);
});

test('every table of the simulation has been written into the documentation', () => {
  const names = [...page.matchAll(/<!-- simulate:(\S+) -->\n\n\| /g)].map(([, name]) => name);
  const expected = [
    'change-delay',
    'change-false',
    'change-found',
    'change-threshold',
    'coverage',
    'equal',
    'example',
    'false-alarms',
    'forecast',
    'independent',
    'looks',
    'power',
    'stored',
    'warnings',
  ];
  assert.deepEqual(names.sort(), expected);
});

test('the constants that the documentation quotes are those of the code', () => {
  assert.ok(page.includes(`Exact up to ${EXACT_BLOCKS} blocks`));
  assert.ok(page.includes(`exact up to n·m = ${EXACT_PAIRS.toLocaleString('en-US')}`));
  assert.ok(page.includes(`modified z-score past ${OUTLIER_SCORE} `));
});

test('every file that the documentation names exists', async () => {
  const paths = [...page.matchAll(/`((?:src|bench)\/[\w./-]+\.ts)`/g)].map(([, path]) => path!);
  assert.ok(paths.length > 10);
  for (const path of paths) await readFile(new URL(`../../${path}`, import.meta.url));
});
