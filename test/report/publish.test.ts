import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { contentDigestOf, readGraphMetadata } from '../../src/chart/metadata.ts';
import { loadEvidence } from '../../src/cli/report/evidence.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { reportSchema } from '../../src/cli/schemas/report.ts';
import { sha256 } from '../../src/core/canonical.ts';
import { listingText, readBack, stepText } from '../../src/report/console.ts';
import { filesBelow } from '../../src/report/found.ts';
import { MANIFEST_PATH } from '../../src/report/manifest.ts';
import { writeResults } from '../../src/report/publish.ts';
import { renderTree } from '../../src/report/tree.ts';
import { runIn } from './command.ts';
import {
  COMMITS,
  compareRun,
  FASTER,
  plantStore,
  SAME,
  SLOWER,
  singleRun,
  temporaryFolder,
} from './planted.ts';
import { GENERATED_AT, publishedFolder, theFile, treeOf } from './published.ts';

const TREE = `data/comparisons.csv
data/environment.csv
data/figures.json
data/history.csv
data/measurements.csv
data/samples.csv
graphs/parse-size-large-wall-distribution-f133490c62.png
graphs/parse-size-large-wall-distribution-f133490c62.svg
graphs/parse-size-large-wall-history-a07065dbc9.png
graphs/parse-size-large-wall-history-a07065dbc9.svg
graphs/ratios-7d9c1f3e48.png
graphs/ratios-7d9c1f3e48.svg
logs/run.log
readme_graphs/parse-size-large-wall-distribution.png
readme_graphs/parse-size-large-wall-distribution.svg
readme_graphs/parse-size-large-wall-history.png
readme_graphs/parse-size-large-wall-history.svg
readme_graphs/ratios.png
readme_graphs/ratios.svg
reports/BENCHMARK_REPORT_20261120T144000Z.html
reports/BENCHMARK_REPORT_20261120T144000Z.md`.split('\n');

const SMALL = [singleRun(3, { benchmarks: [SLOWER] }), compareRun({ benchmarks: [SLOWER] })];

test('one run gives exactly this tree, and an immutable copy of it', async () => {
  await using folder = await publishedFolder(SMALL);
  const copy = 'versioned_results/b03ddf3_20261120T143307Z';
  assert.deepEqual(await filesBelow(folder.results), [...TREE, ...TREE.map((path) => `${copy}/${path}`)]);
  for (const path of TREE) {
    const [top, kept] = [join(folder.results, path), join(folder.results, copy, path)];
    assert.deepEqual(await readFile(kept), await readFile(top), path);
    assert.equal((await stat(kept)).mode & 0o222, 0, `${path} must be read-only`);
  }
});

test('the same data gives the same bytes, in one process and after another report', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, [singleRun(3), compareRun()]);
  const first = await treeOf(store, compareRun().id);
  await treeOf(store, singleRun(3).id);
  const second = await treeOf(store, compareRun().id);
  for (const [path, content] of first.files) assert.deepEqual(second.files.get(path), content, path);
});

test('a later report replaces the tree and leaves the copies of earlier runs alone', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, SMALL);
  const results = join(folder.path, 'results');
  const kept = await writeResults(results, await treeOf(store, singleRun(3).id));
  const before = await stat(join(kept, MANIFEST_PATH));
  await writeResults(results, await treeOf(store, compareRun().id));
  const top = (await filesBelow(results)).filter((path) => !path.startsWith('versioned_results/'));
  assert.deepEqual(top, TREE);
  assert.equal((await stat(join(kept, MANIFEST_PATH))).mtimeMs, before.mtimeMs);
  assert.equal((await readdir(join(results, 'versioned_results'))).length, 2);
});

test('a second report of one run does not rewrite its copy', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, SMALL);
  const results = join(folder.path, 'results');
  const tree = await treeOf(store, compareRun().id);
  const first = await writeResults(results, tree);
  assert.equal(await writeResults(results, tree), first);
  assert.equal((await readdir(join(results, 'versioned_results'))).length, 1);
});

test('a run that gained samples gets a second copy beside the first', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, SMALL);
  const results = join(folder.path, 'results');
  const first = await writeResults(results, await treeOf(store, singleRun(3).id));
  store.connection.exec('INSERT INTO sample SELECT measurement_id, 40, value FROM sample WHERE seq = 39');
  const second = await writeResults(results, await treeOf(store, singleRun(3).id));
  assert.equal(second, `${first}_2`);
});

test('files that Assay did not write stay, and stop a report that would overwrite them', async () => {
  await using folder = await publishedFolder(SMALL);
  await using store = await plantStore(join(folder.path), []);
  const mine = join(folder.results, 'graphs/mine.txt');
  await writeFile(mine, 'mine');
  const tree = await treeOf(store, compareRun().id);
  await writeResults(folder.results, tree);
  assert.equal(await readFile(mine, 'utf8'), 'mine');
  await using other = await temporaryFolder();
  await mkdir(join(other.path, 'data'));
  await writeFile(join(other.path, 'data/samples.csv'), 'mine');
  await assert.rejects(
    writeResults(other.path, tree),
    /data\/samples\.csv exists and was not written by Assay/,
  );
  assert.equal(await readFile(join(other.path, 'data/samples.csv'), 'utf8'), 'mine');
});

test('what a killed report left is cleared away by the next', async () => {
  await using folder = await publishedFolder(SMALL);
  await using store = await plantStore(folder.path, []);
  // No process has this number: pid_max is at most 2^22 (proc(5)).
  const left = join(folder.results, '.writing-4194305-x/old');
  await mkdir(left, { recursive: true });
  await rename(join(folder.results, 'data'), join(left, 'data'));
  await writeResults(folder.results, await treeOf(store, compareRun().id));
  const top = (await filesBelow(folder.results)).filter((path) => !path.startsWith('versioned_results/'));
  assert.deepEqual(top, TREE);
});

test('every picture carries the measured commit, the run and the digest of what it shows', async () => {
  await using folder = await publishedFolder(SMALL);
  for (const path of TREE.filter((name) => /\.(png|svg)$/.test(name))) {
    const bytes = await readFile(join(folder.results, path));
    const metadata = readGraphMetadata(bytes);
    assert.ok(metadata, path);
    assert.equal(metadata.commits.at(-1), COMMITS.change);
    assert.equal(metadata.runs.at(-1), compareRun().id);
    assert.equal(metadata.contentDigest, contentDigestOf(bytes));
  }
});

test('five pictures are drawn in 12 seconds, 1200 × 900 pixels at 300 DPI', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, [
    singleRun(3),
    compareRun({ benchmarks: [SLOWER, SAME] }),
  ]);
  const started = performance.now();
  const tree = await treeOf(store, compareRun().id);
  const elapsedMs = performance.now() - started;
  const pngs = [...tree.files].filter(([path]) => path.startsWith('graphs/') && path.endsWith('.png'));
  assert.equal(pngs.length, 5);
  for (const [, content] of pngs) {
    const png = Buffer.from(content as Uint8Array);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 900]);
    const physical = png.indexOf('pHYs');
    assert.deepEqual([png.readUInt32BE(physical + 4), png.readUInt32BE(physical + 8)], [11811, 11811]);
  }
  assert.ok(elapsedMs <= 12_000, `${elapsedMs} ms`);
});

test('the console shows each picture as it is drawn, then lists what was written', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, SMALL);
  const evidence = await loadEvidence(store, compareRun().id);
  const steps: string[] = [];
  const data = { ...evidence, project: 'quick-json', generatedAt: GENERATED_AT, version: '0.1.0' };
  const tree = await renderTree(data, { onGraph: (step) => steps.push(stepText(step)) });
  await writeResults(join(folder.path, 'results'), tree);
  const digest = sha256(tree.files.get(MANIFEST_PATH)!);
  const listing = listingText(await readBack(join(folder.path, 'results'), tree.manifest, digest));
  // Sizes and digests change with every stroke of a picture: the golden text holds their places.
  const masked = listing
    .replaceAll(/ {2,}[\d.]+ (?:B|KiB) {2}[0-9a-f]{12} /g, '  <size> <digest> ')
    .replaceAll(/ + {2}<size>/g, '  <size>');
  const golden = await readFile(new URL('golden/console.txt', import.meta.url), 'utf8');
  assert.equal(`${steps.join('\n')}\n${masked}\n`, golden);
});

test('the listing tells a file that is not what was written', async () => {
  await using folder = await publishedFolder(SMALL);
  const manifest = JSON.parse(await readFile(join(folder.results, MANIFEST_PATH), 'utf8'));
  await writeFile(join(folder.results, 'logs/run.log'), 'x');
  const files = await readBack(folder.results, manifest, '');
  assert.match(listingText(files), /^ {2}logs\/run\.log .* DIFFERS$/m);
  assert.match(listingText(files), /^2 of 21 files differ$/m);
  assert.equal(files.filter(({ ok }) => !ok).length, 2);
});

test('the command reports the latest run by default, and tells it in JSON by its schema', async () => {
  await using folder = await temporaryFolder();
  await using _ = await plantStore(folder.path, SMALL);
  const said = await runIn(folder.path, reportCommand, [], { json: true });
  const report = reportSchema.parse(JSON.parse(said.stdout));
  assert.equal(report.run, compareRun().id);
  assert.equal(report.verdict, 'regression');
  assert.ok(report.files.every(({ ok }) => ok));
  assert.match(said.stderr, /^\[1\/3\] ratios-7d9c1f3e48\.svg, \.png: .*\n\[2\/3\] .*\n\[3\/3\] .*\n$/);
  await theFile(join(folder.path, 'results/reports'), /\.html$/);
});

test('the command takes a run by the beginning of its id, and refuses what is neither run nor commit', async () => {
  await using folder = await temporaryFolder();
  await using _ = await plantStore(folder.path, [singleRun(3, { benchmarks: [FASTER] })]);
  assert.equal((await runIn(folder.path, reportCommand, ['01k9zrun'])).exitCode, 0);
  const said = await runIn(folder.path, reportCommand, ['nothing']);
  assert.equal(said.exitCode, 2, said.stderr);
});

test('without a run there is nothing to report', async () => {
  await using folder = await temporaryFolder();
  await using _ = await plantStore(folder.path, []);
  assert.equal((await runIn(folder.path, reportCommand, [])).exitCode, 3);
});
