import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { GraphData } from '../../src/chart/graph.ts';
import { renderGraph, renderSvg } from '../../src/chart/render.ts';
import { VERSION } from '../../src/core/version.ts';
import { distributionOf, GRAPHS, noisy, STAMP, side } from './graphs.ts';

/** The texts in a picture, as a reader sees them. */
function textsIn(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

for (const name of ['two sides', 'every verdict', 'a dozen runs']) {
  test(`the picture of ${name} is the one in the snapshot`, async (t) => {
    const svg = await renderSvg(GRAPHS[name]!, { ...STAMP, dirty: name === 'a dozen runs' });
    const lasting = svg
      .replaceAll(VERSION, 'VERSION')
      .replace(/contentDigest&quot;:&quot;\w+/, 'contentDigest');
    const path = join(import.meta.dirname, 'fixtures', `${name.replaceAll(' ', '-')}.svg`);
    t.assert.fileSnapshot(lasting, path, { serializers: [String] });
  });
}

test('a picture does not depend on what was drawn before it', async () => {
  const data = GRAPHS['every verdict']!;
  const first = await renderGraph(data, STAMP);
  await renderGraph(GRAPHS['two sides']!, STAMP);
  const second = await renderGraph(data, STAMP);
  // Not `equal`, whose message would be two pictures long.
  assert.ok(second.svg === first.svg);
  assert.ok(Buffer.from(second.png).equals(first.png));
});

test('every picture says when, of what commit and where it was measured, and from how many samples', async () => {
  for (const [name, data] of Object.entries(GRAPHS)) {
    const texts = textsIn(await renderSvg(data, { ...STAMP, dirty: true })).join('\n');
    for (const part of [
      'Measured 2026-11-03 [def5678]',
      'dirty',
      'environment 9f3c21ab',
      '80 samples',
      STAMP.figure,
    ]) {
      assert.ok(texts.includes(part), `${name} lacks ${part}`);
    }
  }
  const clean = textsIn(await renderSvg(GRAPHS['one run']!, { ...STAMP, commits: [], environments: [] }));
  assert.ok(clean.includes('Measured 2026-11-03 [no commit]'));
  assert.ok(clean.includes('environment not recorded'));
  assert.ok(!clean.includes('dirty'));
});

test('what was not measured is said in words and drawn as no figure', async () => {
  const unmeasured = textsIn(await renderSvg(GRAPHS['nothing measured']!, { ...STAMP, samples: 0 }));
  assert.match(unmeasured.join(' '), /unavailable: kernel\.perf_event_paranoid is 3/);
  assert.doesNotMatch(unmeasured.join(' '), /median|\d ms/);
  const half = textsIn(await renderSvg(GRAPHS['a side missing']!, STAMP));
  assert.ok(half.includes('unavailable: candidate: exit code 3'));
  assert.equal(half.filter((text) => text.startsWith('median')).length, 1);
  assert.ok(textsIn(await renderSvg(GRAPHS['every verdict']!, STAMP)).includes('no ratio'));
});

test('the line of a history breaks at a gap and where the environment changes', async () => {
  const lines = async (data: GraphData): Promise<number> =>
    (await renderSvg(data, STAMP)).match(/<polyline/g)?.length ?? 0;
  assert.equal(await lines(GRAPHS['a dozen runs']!), 2);
  assert.equal(await lines(GRAPHS['forty runs']!), 3);
});

test('samples beyond the scale are counted, with the farthest in figures', async () => {
  const texts = textsIn(await renderSvg(GRAPHS['far samples']!, STAMP));
  assert.ok(texts.includes('1 higher, up to 900.0 ms'), texts.join('\n'));
  assert.ok(texts.includes('1 lower, down to 1.000 ms'));
  assert.ok(texts.includes('1 higher, up to 1.200 s'));
});

test('each sample is one dot in each panel', async () => {
  const data = distributionOf([side('main', noisy(23, 0.1, 0.02, 1)), side('v2', noisy(31, 0.1, 0.02, 2))]);
  assert.equal((await renderSvg(data, STAMP)).match(/<circle/g)?.length, 2 * (23 + 31));
});

test('a picture in a file shows the gravest rows and says how many there are, one in a page shows all', async () => {
  const ninety = GRAPHS['ninety ratios']!;
  const file = textsIn(await renderSvg(ninety, STAMP));
  assert.match(file.join('\n'), /The 44 gravest of 90 ratios/);
  assert.equal(file.filter((text) => /^b\d+ size/.test(text)).length, 44);
  const page = textsIn(await renderSvg(ninety, STAMP, { theme: 'page' }));
  assert.equal(page.filter((text) => /^b\d+ size/.test(text)).length, 90);
});

test('labels are text, whatever characters they have', async () => {
  const svg = await renderSvg(GRAPHS['nasty names']!, STAMP);
  assert.doesNotMatch(svg, /<script/);
  assert.ok(svg.includes('zr0-c1'), 'text that looks like an id stays as it is');
  assert.ok(textsIn(svg).some((text) => text.includes('fill=&quot;#1b2430&quot;')));
});
