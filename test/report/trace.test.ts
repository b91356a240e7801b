import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type TraceJson, traceSchema } from '../../src/cli/schemas/trace.ts';
import { traceCommand } from '../../src/cli/trace.ts';
import type { Manifest } from '../../src/report/manifest.ts';
import { runIn, type Said } from './command.ts';
import { COMMITS, compareRun, plantStore, singleRun, temporaryFolder } from './planted.ts';
import { publishedFolder, theFile } from './published.ts';

const trace = (folder: string, ...args: string[]): Promise<Said> => runIn(folder, traceCommand, args);

async function traced(folder: string, ...args: string[]): Promise<TraceJson> {
  const said = await runIn(folder, traceCommand, args, { json: true });
  assert.equal(said.exitCode, 0, said.stderr);
  return traceSchema.parse(JSON.parse(said.stdout));
}

test('every figure of a report is traced to samples that give its value', async () => {
  await using folder = await publishedFolder();
  const manifest: Manifest = JSON.parse(await readFile(join(folder.results, 'data/figures.json'), 'utf8'));
  const ids = Object.keys(manifest.figures);
  assert.ok(ids.length > 200);
  const figures = new Map<string, unknown>();
  for (const row of new Set(ids.map((id) => id.split('.')[0]!))) {
    for (const { id, ...figure } of (await traced(folder.path, row)).figures)
      figures.set(id, essence(figure));
  }
  for (const id of ids) assert.deepEqual(figures.get(id), essence(manifest.figures[id]!), id);
});

function essence({
  label,
  value,
  measurements,
  sampleDigest,
}: Omit<Manifest['figures'][string], 'run' | 'statistic' | 'unit'>) {
  return { label, value, measurements, sampleDigest };
}

test('a median is traced to the samples whose middle it is', async () => {
  await using folder = await publishedFolder();
  const row = await rowOf(folder.results, 'parse size=large');
  const { figures, measurements, run } = await traced(folder.path, `${row}.candidate.median`);
  const sorted = measurements[0]!.samples.map(({ value }) => value).sort((a, b) => a - b);
  assert.equal(figures[0]!.value, (sorted[19]! + sorted[20]!) / 2);
  assert.equal(measurements[0]!.intact, true);
  assert.equal(run.candidate.commit, COMMITS.change);
});

test('a ratio is told with its run, commits, environment, command and the samples of both sides', async () => {
  await using folder = await publishedFolder();
  const { stdout } = await trace(folder.path, `${await rowOf(folder.results, 'parse size=large')}.ratio`);
  assert.match(stdout, /^Figure +[0-9a-f]{10}\.ratio: parse size=large wall: ratio$/m);
  assert.match(stdout, /^Value +1\.192 \(1\.19\d+\)$/m);
  assert.match(stdout, /^Statistic +candidate \/ baseline: Hodges–Lehmann median/m);
  assert.match(stdout, /^Run +01k9zcompare0+1, compare, completed, 2026-11-20 14:33 UTC, by Assay 0\.1\.0$/m);
  assert.match(stdout, new RegExp(`^Baseline +main \\(5e88489\\), Count the lines, ${COMMITS.main}$`, 'm'));
  assert.match(stdout, new RegExp(`^Candidate +faster-parse \\(b03ddf3\\), .*${COMMITS.change}$`, 'm'));
  assert.match(stdout, /^Environment +e3b0c44298fc /m);
  assert.match(stdout, /^Command +\.\/bin\/parse --fast/m);
  assert.equal(stdout.match(/^40 samples, digest [0-9a-f]{64}, as sealed$/gm)?.length, 2);
  assert.equal(stdout.match(/^… and 30 more: --samples lists all$/gm)?.length, 2);
});

test('--samples lists every sample', async () => {
  await using folder = await publishedFolder();
  const row = await rowOf(folder.results, 'parse size=large');
  const { stdout } = await trace(folder.path, `${row}.candidate.median`, '--samples');
  assert.equal(stdout.match(/^ *\d+ +\d+ +2026-11-20T\S+ +0 +0\.\d+ +\S+ ms$/gm)?.length, 40);
});

test('every graph file is traced by what it says of itself', async () => {
  await using folder = await publishedFolder();
  for (const name of await readdir(join(folder.results, 'graphs'))) {
    const { figures, measurements } = await traced(folder.path, `results/graphs/${name}`);
    const samples = measurements.reduce((sum, { samples }) => sum + samples.length, 0);
    assert.equal(figures.length, 1);
    assert.equal(figures[0]!.value, samples, name);
  }
});

test('a figure is found in the store when its report is gone', async () => {
  await using folder = await publishedFolder();
  const row = await rowOf(folder.results, 'parse size=large');
  await rm(folder.results, { recursive: true, force: true });
  assert.equal((await traced(folder.path, `${row}.ratio`)).run.id, compareRun().id);
});

test('samples that changed since they were sealed are told', async () => {
  await using folder = await publishedFolder();
  const database = new DatabaseSync(join(folder.path, 'assay.db'));
  database.exec('UPDATE sample SET value = value * 2 WHERE seq = 5');
  database.close();
  const { stdout } = await trace(folder.path, await rowOf(folder.results, 'parse size=large'));
  assert.match(stdout, /CHANGED since they were sealed/);
});

test('what cannot be traced says why', async () => {
  await using folder = await publishedFolder();
  const unknown = await trace(folder.path, '0123456789');
  assert.deepEqual([unknown.exitCode, /there is no figure 0123456789/.test(unknown.stderr)], [2, true]);
  const word = await trace(folder.path, 'speed');
  assert.deepEqual([word.exitCode, /neither a file nor the id of a figure/.test(word.stderr)], [2, true]);
  const report = await theFile(join(folder.results, 'reports'), /\.md$/);
  assert.match((await trace(folder.path, report)).stderr, /is not a graph that Assay drew/);
});

test('a figure whose run is not in the store is inconclusive', async () => {
  await using folder = await publishedFolder();
  const row = await rowOf(folder.results, 'parse size=large');
  await using other = await temporaryFolder();
  await using _ = await plantStore(other.path, [singleRun(1)]);
  const said = await trace(other.path, row, '--results', folder.results);
  assert.equal(said.exitCode, 3, said.stderr);
});

/** The id in the last column of the first row of the Markdown report that names `benchmark`. */
async function rowOf(results: string, benchmark: string): Promise<string> {
  const report = await readFile(await theFile(join(results, 'reports'), /\.md$/), 'utf8');
  const row = new RegExp(`^\\| ${benchmark} .*\`([0-9a-f]{10})\` *\\|$`, 'm').exec(report);
  assert.ok(row, report);
  return row[1]!;
}
