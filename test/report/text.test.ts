import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvRows, csvText } from '../../src/report/csv.ts';
import { factsOf } from '../../src/report/facts.ts';
import { rowId } from '../../src/report/figure.ts';
import { figureText } from '../../src/report/format.ts';
import { escapeHtml, html } from '../../src/report/html/markup.ts';
import { code, left, markdownTable, plain } from '../../src/report/markdown/table.ts';
import { revisionLabel, slug } from '../../src/report/names.ts';
import { imagesOf } from '../../src/report/verify/readme.ts';
import { COMMITS, revision } from './planted.ts';

test('CSV reads back to what was written, for any text and any number', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = csvText({ columns: ['a', 'b', 'c'], rows });
      const expected = [['a', 'b', 'c'], ...rows].map((row) =>
        row.map((value) => (value === null ? '' : String(value))),
      );
      assert.deepEqual(readCsv(text), expected);
      assert.equal(csvRows(text).length, rows.length + 1);
    }),
  );
});

/** A reader of RFC 4180 of its own, so that writer and reader cannot share a mistake. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(fields)) {
    row.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test('no text becomes markup in HTML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(html`${text}`.text.replaceAll(/&(amp|lt|gt|quot|#39);/g, ''), /[<>"'&]/);
    }),
  );
  assert.equal(escapeHtml(`<a href="x">'&`), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
});

test('no text breaks a row of a Markdown table', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => {
      const table = markdownTable([left('a'), left('b')], [[plain(a), code(b)]]);
      const lines = table.split('\n');
      assert.equal(lines.length, 3);
      assert.equal(lines[2]!.match(/(?<!\\)\|/g)?.length, 3);
    }),
  );
});

test('Markdown keeps identifiers readable and markup inert', () => {
  assert.equal(
    plain('perf_event_open *all* <b> [x](y) `z`'),
    'perf_event_open \\*all\\* &lt;b&gt; \\[x\\](y) \\`z\\`',
  );
  assert.equal(code('a `b` c'), '``a `b` c``');
});

test('a figure is set with its unit, an unknown one says so', () => {
  const figure = { id: 'x', label: '', run: '', measurements: [], sampleDigest: '' };
  assert.equal(figureText({ ...figure, value: 0.0121, unit: 's', statistic: 'median' }), '12.10 ms');
  assert.equal(figureText({ ...figure, value: 1.2041, unit: '1', statistic: 'ratio' }), '1.204');
  assert.equal(figureText({ ...figure, value: 0.021, unit: '1', statistic: 'minimum-detectable' }), '2.1 %');
  assert.equal(figureText({ ...figure, value: null, unit: '1', statistic: 'ratio-low' }), '−∞');
  assert.equal(figureText({ ...figure, value: null, unit: 's', statistic: 'median' }), 'n/a');
});

test('the id of a row depends on all that it is about and not on the order of a case', () => {
  const key = { run: 'r', of: 'pair', benchmark: 'parse', subject: null, metric: 'wall' } as const;
  const id = rowId({ ...key, case: { size: 'large', threads: 2 } });
  assert.equal(id, rowId({ ...key, case: { threads: 2, size: 'large' } }));
  const others = [
    { ...key, case: { size: 'large', threads: '2' } },
    { ...key, run: 's', case: { size: 'large', threads: 2 } },
    { ...key, of: 'candidate' as const, case: { size: 'large', threads: 2 } },
    { ...key, metric: 'user', case: { size: 'large', threads: 2 } },
    { ...key, subject: 'ext4', case: { size: 'large', threads: 2 } },
  ];
  assert.equal(new Set([id, ...others.map(rowId)]).size, 6);
});

test('a revision is named by what the user called it and its commit', () => {
  assert.equal(revisionLabel(revision('main', COMMITS.main)), 'main (5e88489)');
  assert.equal(revisionLabel(revision(COMMITS.main, COMMITS.main)), '5e88489');
  const dirty = { ...revision('worktree', COMMITS.main), commit: null, parent: COMMITS.main, dirty: true };
  assert.equal(revisionLabel(dirty), 'worktree (5e88489, dirty)');
  assert.equal(revisionLabel({ ...revision('before.json', ''), commit: null }), 'before.json');
});

test('a file name is plain whatever the benchmark is called', () => {
  assert.equal(slug('Größe/ÄÖ size=1.5 <x>'), 'gro-e-ao-size-1-5-x');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug(text))),
  );
});

test('facts are read to their leaves, with the reasons of those that could not be read', () => {
  const facts = factsOf({
    cpu: { model: { value: 'X' }, smt: { value: false } },
    governor: { unavailable: 'EACCES' },
  });
  assert.deepEqual(facts, [
    { path: 'cpu.model', value: 'X', unavailable: null },
    { path: 'cpu.smt', value: 'no', unavailable: null },
    { path: 'governor', value: null, unavailable: 'EACCES' },
  ]);
});

test('the pictures of a README are found in each way of writing them', () => {
  const readme = `
![a](results/a.png) text ![b b](<with space.svg> "title") ![r][ref]
<img alt="c" src="c.png" width="500"> <picture><source srcset='d.svg 2x'></picture>
![far](https://example.org/badge.svg) ![q](e%20f.png?raw=true)
\`![code](no.png)\`
\`\`\`md
![example](no-either.png)
\`\`\`

[ref]: <g.png>
[link]: page.html
`;
  const found = ['results/a.png', 'with space.svg', 'c.png', 'd.svg', 'e f.png', 'g.png'];
  assert.deepEqual(imagesOf(readme).sort(), found.sort());
});
