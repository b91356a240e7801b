import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { type Chunk, readChunks, textsOf, writeChunks } from '../../src/chart/png.ts';
import { renderGraph } from '../../src/chart/render.ts';
import { AssayError } from '../../src/core/error.ts';
import { GRAPHS, STAMP } from './graphs.ts';

test('a PNG is 1200 × 900 pixels, opaque, at 300 dots per inch', async () => {
  const { png } = await renderGraph(GRAPHS['a dozen runs']!, STAMP);
  const chunks = readChunks(png);
  const header = Buffer.from(chunks.find(({ type }) => type === 'IHDR')!.data);
  assert.deepEqual([header.readUInt32BE(0), header.readUInt32BE(4)], [1200, 900]);
  const physical = chunks.filter(({ type }) => type === 'pHYs').map(({ data }) => Buffer.from(data));
  assert.equal(physical.length, 1);
  assert.deepEqual(
    [physical[0]!.readUInt32BE(0), physical[0]!.readUInt32BE(4), physical[0]![8]],
    [11811, 11811, 1],
  );
  assert.equal(Math.round(11811 * 0.0254), 300);
});

test('texts are found in whichever chunk another program put them', () => {
  const compressed = deflateSync(Buffer.from('grün', 'utf8'));
  const chunks: Chunk[] = [
    { type: 'tEXt', data: Buffer.from('a\0grün', 'latin1') },
    { type: 'zTXt', data: Buffer.concat([Buffer.from('b\0\0'), deflateSync(Buffer.from('grün', 'latin1'))]) },
    { type: 'iTXt', data: Buffer.concat([Buffer.from('c\0\0\0de\0c\0'), Buffer.from('grün')]) },
    { type: 'iTXt', data: Buffer.concat([Buffer.from('d\0\x01\0\0\0'), compressed]) },
    { type: 'IEND', data: new Uint8Array() },
  ];
  const read = readChunks(writeChunks(chunks));
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].flatMap((keyword) => textsOf(read, keyword)),
    ['grün', 'grün', 'grün', 'grün'],
  );
});

test('a text that inflates to more than a megabyte is refused', () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const chunks: Chunk[] = [{ type: 'zTXt', data: Buffer.concat([Buffer.from('assay\0\0'), bomb]) }];
  assert.throws(
    () => textsOf(chunks, 'assay'),
    (error) => error instanceof AssayError && error.code === 'input',
  );
});

test('bytes after the end of a PNG are refused, for they would escape its digest', () => {
  const png = writeChunks([{ type: 'IEND', data: new Uint8Array() }]);
  assert.equal(readChunks(png).length, 1);
  assert.throws(() => readChunks(Buffer.concat([png, Buffer.from('more')])), /4 bytes follow/);
});
