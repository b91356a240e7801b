import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DbResultSchema } from '../../src/cli/schemas/db.ts';
import { openStore } from '../../src/store/open.ts';
import { listRuns } from '../../src/store/runs.ts';
import { eventually } from '../kit/processes.ts';
import { configOf, createProject } from '../kit/project.ts';

const QUICK = configOf({ command: ['/bin/true'], samples: 3, warmup: 0 });

describe('assay db', { concurrency: 2 }, () => {
  test('backs up, restores and checks, in JSON of its schema', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    const first = await project.json('db', 'backup', '../outside/one.db');
    assert.ok(DbResultSchema.safeParse(first).success);
    await project.assay('db', 'backup', '../outside/two.db');
    const one = await readFile(first.file);
    assert.ok(one.equals(await readFile(join(project.outside, 'two.db'))));
    await project.assay('run');
    const refused = await project.assay('db', 'restore', '../outside/one.db');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /--replace/);
    assert.ok(
      DbResultSchema.safeParse(await project.json('db', 'restore', '../outside/one.db', '--replace')).success,
    );
    assert.ok(one.equals(await readFile(join(project.root, '.assay', 'assay.db'))));
    assert.equal((await project.json('runs')).runs.length, 1);
    assert.ok(DbResultSchema.safeParse(await project.json('db', 'check')).success);
    assert.ok(DbResultSchema.safeParse(await project.json('db', 'prune', '--keep', '1')).success);
  });

  test('a backup while a run goes on is whole, and the run is not disturbed', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'sleep 0.02', samples: 40, warmup: 0 }),
    });
    const assay = project.start(['run', '--json']);
    await eventually(async () => {
      await using store = await project.store();
      return store.connection.prepare('SELECT 1 FROM execution LIMIT 1').get() !== undefined;
    });
    for (const name of ['a', 'b', 'c']) {
      const said = await project.assay('db', 'backup', `../outside/${name}.db`);
      assert.equal(said.exitCode, 0, said.stderr);
      await using copy = await openStore(join(project.outside, `${name}.db`), { readonly: true });
      assert.equal((await listRuns(copy)).length, 1);
      assert.equal(copy.connection.prepare('PRAGMA integrity_check').get()!.integrity_check, 'ok');
    }
    const said = await assay.ended;
    assert.equal(said.exitCode, 0, said.stderr);
    assert.equal(JSON.parse(said.stdout).measurements[0].samples.length, 40);
  });

  test('the check names an edited sample and fails', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    assert.equal((await project.assay('db', 'check')).exitCode, 0);
    {
      await using store = await project.store();
      store.connection.exec('UPDATE sample SET value = value * 1.001 WHERE seq = 1 AND measurement_id = 1');
    }
    const said = await project.assay('db', 'check');
    assert.equal(said.exitCode, 1);
    assert.match(said.stdout, /samples: work wall of run \S+ \(measurement 1\) were changed/);
  });

  test('prune keeps baselines, and reports of what it removes', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const { run: first } = await project.json('run', '--report');
    await project.assay('baseline', 'create', 'v1', first);
    const { run: second } = await project.json('run', '--report');
    const { run: third } = await project.json('run');
    const again = await project.assay('baseline', 'create', 'v1', second);
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /v1 exists already/);
    const { removed, kept } = await project.json('db', 'prune', '--keep', '1');
    assert.deepEqual(removed, [second]);
    assert.equal(kept, 2);
    const left = (await project.json('runs')).runs.map(({ run }: { run: string }) => run);
    assert.deepEqual(left, [third, first]);
    const { baselines } = await project.json('baseline', 'list');
    assert.deepEqual(
      baselines.map(({ name, runId }: { name: string; runId: string }) => [name, runId]),
      [['v1', first]],
    );
    const report = await readFile(join(project.root, 'results', 'data', 'figures.json'), 'utf8');
    assert.ok(report.includes(second), 'the report of a pruned run stays');
  });

  test('a damaged database stops every command with advice, and stays as it is', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run', '--samples', '300');
    const path = join(project.root, '.assay', 'assay.db');
    const whole = await readFile(path);
    const garbled = Buffer.from(whole).fill(0xa5, 8192, whole.length - 4096);
    for (const [bytes, commands] of [
      [
        garbled,
        [
          ['run'],
          ['compare', 'HEAD', 'HEAD'],
          ['show'],
          ['db', 'check'],
          ['db', 'prune', '--keep', '1'],
          ['baseline', 'create', 'x'],
        ],
      ],
      [whole.subarray(0, whole.length - 5000), [['run'], ['runs'], ['show'], ['db', 'check']]],
      [Buffer.from('not a database at all, just text\n'.repeat(200)), [['run'], ['runs'], ['db', 'check']]],
    ] as const) {
      await writeFile(path, bytes);
      await truncate(path, bytes.length);
      for (const args of commands) {
        const said = await project.assay(...args);
        assert.ok(
          said.exitCode === 4 || (args[1] === 'check' && said.exitCode === 1),
          `${args.join(' ')}: ${said.exitCode} ${said.stderr}`,
        );
        assert.match(
          said.stdout + said.stderr,
          /corrupted|not an SQLite database|structure:/,
          args.join(' '),
        );
        assert.doesNotMatch(said.stderr, /defect|unexpected/);
        assert.ok(Buffer.from(bytes).equals(await readFile(path)), `${args.join(' ')} wrote to it`);
      }
    }
  });
});
