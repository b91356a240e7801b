import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ImportResultSchema } from '../../src/cli/schemas/import.ts';
import { loadMeasurements, loadSamples } from '../../src/store/measurements.ts';
import { listRuns } from '../../src/store/runs.ts';
import { runAssay } from '../kit/cli.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { createProject, type Project } from '../kit/project.ts';
import { fixture, fixturePath } from './reader.ts';

const HYPERFINE = fixturePath('hyperfine/1.20.json');
const GO = fixturePath('go/1.26.txt');

/** What the store holds, without what differs from run to run. */
async function stored(project: Project) {
  await using store = await project.store();
  const runs = [];
  for (const run of (await listRuns(store)).reverse()) {
    const measurements = [];
    for (const of of await loadMeasurements(store, run.id)) {
      const samples = await loadSamples(store, of.id);
      const { benchmark, case: point, metric, unit, direction, summary } = of;
      measurements.push({ benchmark, case: point, metric, unit, direction, samples, summary });
    }
    runs.push({ kind: run.kind, commit: run.candidate.commit, startedAt: run.startedAt, measurements });
  }
  return runs;
}

test('an import stores what a dry run shows, with the commit and time given', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const head = project.git('rev-parse', 'HEAD');
  const dry = ImportResultSchema.parse(await project.json('import', HYPERFINE, '--dry-run'));
  assert.equal(dry.format, 'hyperfine');
  assert.deepEqual(dry.files[0]!.runs, []);
  const said = await project.assay(
    'import',
    HYPERFINE,
    '--commit',
    'HEAD',
    '--at',
    '2026-03-01T12:00:00+01:00',
  );
  assert.equal(said.exitCode, 0, said.stderr);
  const [run, ...more] = await stored(project);
  assert.deepEqual(more, []);
  assert.equal(run!.kind, 'import');
  assert.equal(run!.commit, head);
  assert.equal(run!.startedAt, '2026-03-01T11:00:00.000Z');
  assert.deepEqual(
    run!.measurements,
    dry.measurements.map(({ commit: _, at: __, ...of }) => of),
  );
});

test('the same content is stored once, and for another commit once more', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const first = ImportResultSchema.parse(await project.json('import', HYPERFINE));
  await writeFile(`${project.root}/copy.json`, fixture('hyperfine/1.20.json'));
  const again = ImportResultSchema.parse(await project.json('import', 'copy.json'));
  assert.equal(again.files[0]!.status, 'known');
  assert.deepEqual(again.files[0]!.runs, first.files[0]!.runs);
  await project.assay('import', HYPERFINE, '--commit', 'HEAD');
  assert.equal((await stored(project)).length, 2);
});

test('a direction that the file does not say is asked for, and taken from a flag or assay.yaml', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const asked = await project.assay('import', GO);
  assert.equal(asked.exitCode, 2);
  assert.match(asked.stderr, /does not say which way is better: misses\/op, words\/s/);
  assert.match(asked.stderr, /--direction 'misses\/op=lower'/);
  await project.write({
    'assay.yaml':
      'import:\n  directions:\n    words/s: higher\n    misses/op: higher\nbenchmarks:\n  work: {command: "true"}\n',
  });
  const { exitCode, stderr } = await project.assay('import', GO, '--direction', 'misses/op=lower');
  assert.equal(exitCode, 0, stderr);
  const [run] = await stored(project);
  const way = (metric: string): string => run!.measurements.find((of) => of.metric === metric)!.direction;
  assert.deepEqual([way('words/s'), way('misses/op'), way('wall')], ['higher', 'lower', 'lower']);
});

test('nothing is stored from a file that fails; with --keep-going the others are', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const whole = fixture('hyperfine/1.20.json');
  await project.write({ 'cut.json': whole.subarray(0, whole.length - 10).toString(), 'empty.json': ' \n' });
  const stopped = await project.assay('import', 'cut.json', HYPERFINE);
  assert.equal(stopped.exitCode, 2);
  assert.match(stopped.stderr, /cut\.json: not complete JSON: .*line \d+ column \d+/);
  const files = ['cut.json', 'empty.json', 'absent.json', HYPERFINE];
  const said = await project.assay('import', ...files, '--keep-going', '--json');
  assert.equal(said.exitCode, 2);
  const result = ImportResultSchema.parse(JSON.parse(said.stdout));
  assert.deepEqual(
    result.files.map((file) => file.status),
    ['failed', 'failed', 'failed', 'stored'],
  );
  assert.equal((await stored(project)).length, 1);
});

test('a history becomes a run for each of its commits, with the time of each', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const { exitCode, stderr } = await project.assay(
    ...['import', fixturePath('asv/0.6.4'), '--direction', 'value=lower'],
  );
  assert.equal(exitCode, 0, stderr);
  const runs = await stored(project);
  const commits = ['6180d42a3a455cf85cc927c2c606247e1f575438', '8ea9c8a1c3fc7de1746e24acf59b4927d784b86f'];
  assert.deepEqual(
    runs.map((run) => [run.commit, run.startedAt]),
    [
      [commits[0], '2026-11-20T23:21:39.000Z'],
      [commits[1], '2026-11-20T23:21:42.000Z'],
    ],
  );
});

test('a process that is killed while importing leaves a whole import or none', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const samples = Array.from({ length: 400_000 }, (_, index) => 1 + index / 1e6);
  const measurement = { schema: 'assay.samples/1', benchmark: 'big', metric: 'wall', unit: 's' };
  await project.write({ 'big.json': JSON.stringify({ ...measurement, direction: 'lower', samples }) });
  for (const delayMs of [300, 500, 700, 900]) {
    const started = project.start(['import', 'big.json', '--environment', `place ${delayMs}`]);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    started.kill('SIGKILL');
    await started.ended;
  }
  for (const run of await stored(project)) assert.equal(run.measurements[0]!.samples.length, samples.length);
});

test('UTF-16 with a byte order mark and gzip are read as what they hold', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  const text = fixture('go/1.26.txt').toString();
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from(text.replaceAll('\n', '\r\n'), 'utf16le'),
  ]);
  await writeFile(`${project.root}/powershell.txt`, utf16);
  await writeFile(`${project.root}/packed.gz`, gzipSync(text));
  const expected = (await project.json('import', GO, '--dry-run')).measurements;
  for (const path of ['powershell.txt', 'packed.gz']) {
    assert.deepEqual((await project.json('import', path, '--dry-run')).measurements, expected, path);
  }
});

test('what is unknown or unclear is refused with the formats there are', async () => {
  await using project = await createProject({
    'README.md': 'words\n',
    'notes.txt': 'nothing measured here\n',
  });
  const unknown = await project.assay('import', 'notes.txt');
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /notes\.txt: no known format/);
  assert.match(unknown.stderr, /the formats are samples, hyperfine, .*--format/);
  const wrong = await project.assay('import', HYPERFINE, '--format', 'hyperfin');
  assert.match(wrong.stderr, /there is no format hyperfin/);
  const folder = await project.assay('import', '.');
  assert.match(folder.stderr, /no known format/);
});

for (const format of ['samples', 'csv', 'ndjson', 'hyperfine']) {
  test(`what is exported as ${format} is imported as it was`, async () => {
    await using project = await createProject({ 'README.md': 'words\n' });
    await project.assay('import', HYPERFINE, '--commit', 'HEAD');
    const before = (await stored(project))[0]!;
    const said = await project.assay('export', '--format', format);
    assert.equal(said.exitCode, 0, said.stderr);
    await writeFile(`${project.root}/out`, said.stdout);
    const result = ImportResultSchema.parse(await project.json('import', 'out', '--dry-run'));
    assert.equal(result.format, format);
    const strip = <T extends { metric: string; samples: readonly number[] }>(all: readonly T[]) =>
      all
        .filter((of) => (format === 'hyperfine' ? of.metric === 'wall' : of.samples.length > 0))
        .map(({ samples, metric }) => ({ samples, metric }));
    assert.deepEqual(
      strip(result.measurements.filter((of) => of.samples.length > 0)),
      strip(before.measurements),
    );
    const named = (of: { benchmark: string; case: object }): unknown => [of.benchmark, of.case];
    const kept = before.measurements.filter((of) =>
      result.measurements.some((found) => found.metric === of.metric && found.samples.length > 0),
    );
    assert.deepEqual(result.measurements.filter((of) => of.samples.length > 0).map(named), kept.map(named));
  });
}

test('an export to the Bencher Metric Format has a value of each measurement, latency in nanoseconds', async () => {
  await using project = await createProject({ 'README.md': 'words\n' });
  await project.assay('import', HYPERFINE);
  const file = JSON.parse((await project.assay('export', '--format', 'bmf')).stdout);
  const { results } = JSON.parse(await readFile(HYPERFINE, 'utf8'));
  const { latency } = file[`${results[0].command} (seconds=${results[0].parameters.seconds})`];
  assert.ok(Math.abs(latency.value / 1e9 / results[0].mean - 1) < 1e-12);
  assert.ok(Math.abs(latency.upper_value / 1e9 / results[0].max - 1) < 1e-12);
});

test('without a repository a full object name is taken as the commit, and a branch is refused', async () => {
  await using folder = await temporaryFolder();
  const full = 'a'.repeat(40);
  const args = ['--db', folder.at('assay.db'), 'import', HYPERFINE, '--commit'];
  const branch = await runAssay([...args, 'main'], { cwd: folder.path });
  assert.equal(branch.exitCode, 2);
  assert.match(branch.stderr, /--commit main: there is no git repository/);
  const taken = await runAssay([...args, full], { cwd: folder.path });
  assert.equal(taken.exitCode, 0, taken.stderr);
});
