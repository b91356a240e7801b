import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssayError } from '../../src/core/error.ts';
import { csvWith } from '../../src/import/csv.ts';
import { csvCells } from '../../src/import/csv-cells.ts';
import type { ImportedMeasurement } from '../../src/import/imported.ts';
import { inputOf } from '../../src/import/input.ts';
import { ndjsonWith } from '../../src/import/ndjson.ts';
import { bytesSource } from '../../src/import/source.ts';
import { parseMapping } from '../../src/import/table-mapping.ts';
import { fixture, holdsReader } from './reader.ts';

holdsReader('csv', ['csv/samples.csv'], { endless: true });
holdsReader('ndjson', ['ndjson/samples.ndjson'], { endless: true });

const mapped = (text: string | Buffer, map: string, format = csvWith): Promise<ImportedMeasurement[]> =>
  format(parseMapping(map)).read(inputOf(bytesSource('table', Buffer.from(text))), () => {});

test('a mapping makes a history of columns of any name', async () => {
  const found = await mapped(
    fixture('csv/history.csv'),
    'benchmark:=startup,at=datum,commit=sha,value=dauer_ms,value=p99,unit:=ms,direction:=lower',
  );
  assert.deepEqual(
    found.map(({ metric, samples, commit, at }) => [metric, samples, commit, at]),
    [
      ['dauer_ms', [0.0015], 'abc123', '2026-01-01T00:00:00.000Z'],
      ['p99', [0.0025], 'abc123', '2026-01-01T00:00:00.000Z'],
      ['dauer_ms', [0.00175], 'def456', '2026-01-02T00:00:00.000Z'],
      ['dauer_ms', [0.0015], '0a1b2c', '2026-01-03T00:00:00.000Z'],
      ['p99', [0.00275], '0a1b2c', '2026-01-03T00:00:00.000Z'],
    ],
  );
});

test('NDJSON keys inside objects are mapped, and parameters keep their type', async () => {
  const lines = [1, 2].map((value) =>
    JSON.stringify({ id: 'a', tags: { threads: 4 }, data: { ms: value }, __proto__: { id: 'b' } }),
  );
  const found = await mapped(
    lines.join('\n'),
    'benchmark=id,value=data.ms,case.threads=tags.threads',
    ndjsonWith,
  );
  assert.deepEqual(found[0]?.case, { threads: 4 });
  assert.deepEqual(found[0]?.samples, [1, 2]);
});

test('keys that every object inherits are no columns', async () => {
  await assert.rejects(
    mapped('{"a":"x","b":1}\n', 'benchmark=constructor,value=b', ndjsonWith),
    (error) => error instanceof AssayError && /benchmark is empty/.test(error.message),
  );
});

const refused: readonly [text: string, reason: RegExp][] = [
  ['a,b\nx,1', /no end/],
  ['a,b\nx,1,5\n', /table:2: 3 cells under 2 columns/],
  ['a,b\nx,1.2.3\n', /table:2: b is no number: 1\.2\.3/],
  ['a,b\nx,NaN\n', /no number/],
  ['a,b\nx,1e999\n', /no number/],
  ['a,b\n"x,1\n', /quote that does not end/],
  ['a,b\nx"y,1\n', /quote inside a cell/],
  ['a,b,b\nx,1,2\n', /two columns/],
  ['a,c\nx,1\n', /no column b/],
];
for (const [text, reason] of refused) {
  test(`${JSON.stringify(text)} is refused`, () =>
    assert.rejects(mapped(text, 'benchmark=a,value=b'), reason));
}

for (const map of [
  '',
  'value=x',
  'benchmark=x',
  'benchmark=x,value=y,colour=z',
  'benchmark=x,value:=1',
  'a',
]) {
  test(`the mapping ${JSON.stringify(map)} is refused`, () =>
    assert.throws(() => parseMapping(map), { name: 'AssayError', code: 'usage' }));
}

test('whatever cells are written by RFC 4180 are read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', ' ', ';') });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const row = cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',');
      assert.deepEqual(csvCells(row, ','), cells);
    }),
  );
});
