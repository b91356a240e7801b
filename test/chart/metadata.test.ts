import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentDigestOf, readGraphMetadata } from '../../src/chart/metadata.ts';
import { readChunks, textChunk, textsOf, writeChunks } from '../../src/chart/png.ts';
import { renderGraph, renderSvg } from '../../src/chart/render.ts';
import { digest } from '../../src/core/canonical.ts';
import { AssayError } from '../../src/core/error.ts';
import { GRAPHS, NASTY, STAMP } from './graphs.ts';

const data = GRAPHS['every verdict']!;
const drawn = await renderGraph(data, STAMP);
const svg = Buffer.from(drawn.svg);

const isInputError = (error: unknown): boolean => error instanceof AssayError && error.code === 'input';

test('an SVG and a PNG name their runs, commits, environment and the digest of the plotted data', () => {
  for (const bytes of [svg, drawn.png]) {
    const metadata = readGraphMetadata(bytes);
    assert.deepEqual({ ...metadata, contentDigest: null }, { ...drawn.metadata, contentDigest: null });
    assert.deepEqual(metadata?.commits, STAMP.commits);
    assert.equal(metadata?.dataDigest, digest(data));
  }
});

test('the content digest in the metadata is that of the picture', () => {
  for (const bytes of [svg, drawn.png]) {
    assert.equal(readGraphMetadata(bytes)?.contentDigest, contentDigestOf(bytes));
  }
});

test('a PNG carries the plain keys that other programs show', () => {
  const chunks = readChunks(drawn.png);
  assert.deepEqual(textsOf(chunks, 'Run'), ['01JCXB6P']);
  assert.match(textsOf(chunks, 'Commit')[0]!, /^def5678 \(def5678b+\)$/);
  assert.deepEqual(textsOf(chunks, 'Creation Time'), [STAMP.measuredAt]);
  assert.match(textsOf(chunks, 'Software')[0]!, /^Assay \d+\.\d+\.\d+/);
});

test('changing a figure in an SVG changes its content digest', () => {
  const edited = Buffer.from(drawn.svg.replace('+20.4 %', '+10.4 %'));
  assert.notDeepEqual(edited, svg);
  assert.notEqual(contentDigestOf(edited), readGraphMetadata(edited)?.contentDigest);
});

test('changing pixels of a PNG changes its content digest, changing its texts does not', async () => {
  const other = await renderGraph(GRAPHS['one ratio']!, STAMP);
  const texts = readChunks(drawn.png).filter(({ type }) => type === 'iTXt');
  const pixels = readChunks(other.png).filter(({ type }) => type !== 'iTXt');
  const swapped = writeChunks([pixels[0]!, ...texts, ...pixels.slice(1)]);
  assert.notEqual(contentDigestOf(swapped), readGraphMetadata(swapped)?.contentDigest);
  const [header, ...rest] = readChunks(drawn.png);
  const commented = writeChunks([header!, textChunk('Comment', 'seen'), ...rest]);
  assert.equal(contentDigestOf(commented), readGraphMetadata(commented)?.contentDigest);
});

test('names of any kind survive in the metadata', async () => {
  const stamp = { ...STAMP, figure: NASTY, runs: [NASTY, '結果'], environments: ['</metadata>'] };
  const nasty = await renderGraph(GRAPHS['nasty names']!, stamp);
  for (const bytes of [Buffer.from(nasty.svg), nasty.png]) {
    const metadata = readGraphMetadata(bytes);
    assert.deepEqual(metadata?.runs, stamp.runs);
    assert.deepEqual(metadata?.environments, stamp.environments);
  }
});

test('pictures of another origin and other files have no metadata', async () => {
  const bare = writeChunks(readChunks(drawn.png).filter(({ type }) => type !== 'iTXt'));
  assert.equal(readGraphMetadata(bare), null);
  assert.equal(readGraphMetadata(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), null);
  assert.equal(readGraphMetadata(Buffer.from('not a picture')), null);
  assert.equal(readGraphMetadata(new Uint8Array()), null);
  assert.equal(readGraphMetadata(Buffer.from(await renderSvg(data, STAMP, { theme: 'page' }))), null);
  assert.throws(() => contentDigestOf(Buffer.from('not a picture')), isInputError);
});

test('a PNG cut off anywhere is refused as input', () => {
  const length = fc.integer({ min: 8, max: drawn.png.length - 1 });
  fc.assert(
    fc.property(length, (end) =>
      assert.throws(() => readGraphMetadata(drawn.png.subarray(0, end)), isInputError),
    ),
  );
});

test('a PNG with any one bit flipped is refused as input, or no PNG any more', () => {
  const bit = fc.integer({ min: 0, max: drawn.png.length * 8 - 1 });
  fc.assert(
    fc.property(bit, (at) => {
      const damaged = drawn.png.slice();
      damaged[at >> 3]! ^= 1 << (at & 7);
      if (at < 64) assert.equal(readGraphMetadata(damaged), null);
      else assert.throws(() => readGraphMetadata(damaged), isInputError);
    }),
  );
});

test('an SVG damaged anywhere gives metadata, none, or an input error, never another one', () => {
  const place = fc.integer({ min: 0, max: svg.length - 1 });
  fc.assert(
    fc.property(place, fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const damaged = Buffer.from(svg);
      damaged[at] = byte;
      try {
        readGraphMetadata(damaged);
      } catch (error) {
        assert.ok(isInputError(error), String(error));
      }
    }),
  );
});

test('metadata that is wrong in any member is refused with the name of the member', () => {
  const wrong: Record<string, unknown> = {
    schema: 'assay.graph/2',
    kind: 'pie',
    figure: 7,
    runs: 'one',
    commits: [1],
    dirty: 'no',
    measuredAt: 'yesterday',
    environments: null,
    samples: -1,
    dataDigest: 'abc',
    contentDigest: '',
    version: undefined,
  };
  assert.deepEqual(Object.keys(wrong).sort(), Object.keys(drawn.metadata).sort());
  for (const [name, value] of Object.entries(wrong)) {
    assert.throws(
      () => readGraphMetadata(withMetadata({ ...drawn.metadata, [name]: value })),
      (error) => isInputError(error) && (error as Error).message.includes(name),
    );
  }
  assert.throws(() => readGraphMetadata(withMetadata({ ...drawn.metadata, surplus: 1 })), /surplus/);
  assert.throws(() => readGraphMetadata(withMetadata([])), isInputError);
  assert.throws(() => readGraphMetadata(withMetadata(null)), isInputError);
});

test('two metadata in one picture are refused', () => {
  const [header, ...rest] = readChunks(drawn.png);
  const doubled = writeChunks([header!, textChunk('assay', JSON.stringify(drawn.metadata)), ...rest]);
  assert.throws(() => readGraphMetadata(doubled), /more than one/);
  const twice = drawn.svg.replace('</svg>', '<metadata id="assay">{}</metadata></svg>');
  assert.throws(() => readGraphMetadata(Buffer.from(twice)), /more than one/);
});

function withMetadata(value: unknown): Uint8Array {
  const [header, ...rest] = readChunks(drawn.png).filter(({ type }) => type !== 'iTXt');
  return writeChunks([header!, textChunk('assay', JSON.stringify(value)), ...rest]);
}
