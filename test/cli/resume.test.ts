import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const SLOW = { samples: 6, warmup: 0, command: 'sleep 0.15' };

/** Starts this, kills it once a few executions are stored, and gives the id of the run. */
async function killed(project: Project, args: readonly string[], executions = 2): Promise<string> {
  const assay = project.start(args);
  await assay.says(/measuring/);
  await eventually(async () => {
    await using store = await project.store();
    return Number(store.connection.prepare('SELECT count(*) AS n FROM execution').get()!.n) >= executions;
  });
  assay.kill('SIGKILL');
  await assay.ended;
  return (await project.json('runs')).runs[0].run;
}

describe('assay run --resume', { concurrency: 2 }, () => {
  test('a comparison that goes on prints its verdict and ends with its exit code', async () => {
    await using project = await createProject({ 'assay.yaml': configOf(SLOW) });
    await project.commit('next', { y: '' });
    const id = await killed(project, ['compare', 'HEAD~1', 'HEAD']);
    const said = await project.assay('run', '--resume', id);
    assert.equal(said.exitCode, 3, said.stderr);
    assert.match(said.stdout, /verdict: inconclusive/);
  });

  test('a case that was over is neither executed nor decided anew', async () => {
    await using project = await createProject({ x: '' });
    const log = join(project.outside, 'log');
    await project.commit('configure', {
      'assay.yaml': configOf({
        ...{ params: { case: ['first', 'second'] }, warmup: 0, time: '300ms' },
        ...{ command: 'sleep 0.05', setup: `echo {case} >> '${log}'` },
      }),
    });
    const assay = project.start(['run']);
    await assay.says(/case=second/);
    assay.kill('SIGKILL');
    await assay.ended;
    const [{ run }] = (await project.json('runs')).runs;
    const before = await project.json('show', run);
    await project.write({ '../outside/log': '' });
    const after = await project.json('run', '--resume', run);
    const first = (result: typeof after) =>
      result.measurements.filter((each: { case: { case: string } }) => each.case.case === 'first');
    assert.ok(first(before)[0].samples.length > 0);
    assert.deepEqual(first(after), first(before));
    assert.deepEqual((await readFile(log, 'utf8')).trimEnd().split('\n'), ['second']);
  });

  test('a run that is complete, unknown or not told apart is refused', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'true', samples: 1, warmup: 0 }),
    });
    await project.assay('run');
    await project.assay('run');
    const [{ run }] = (await project.json('runs')).runs;
    for (const [id, pattern] of [
      [run, /is complete/],
      ['latest', /is complete/],
      ['nonsense', /there is no run nonsense/],
      [run.slice(0, 4), /is the beginning of several runs/],
    ]) {
      const said = await project.assay('run', '--resume', id);
      assert.equal(said.exitCode, 2, id);
      assert.match(said.stderr, pattern);
    }
  });

  test('what would change the plan is refused', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'true', samples: 1, warmup: 0 }),
    });
    for (const [extra, named] of [
      [['--samples', '5'], 'samples'],
      [['work'], 'work'],
      [['--commit', 'HEAD'], 'commit'],
      [['--seed', '1'], 'seed'],
    ] as const) {
      const said = await project.assay('run', '--resume', 'latest', ...extra);
      assert.equal(said.exitCode, 2);
      assert.match(
        said.stderr,
        new RegExp(`--resume goes on with the plan of the run: ${named} cannot be changed`),
      );
    }
  });

  test('in another environment it is refused, with how to see what differs', async () => {
    await using project = await createProject({ 'assay.yaml': configOf(SLOW) });
    const id = await killed(project, ['run']);
    const tools = join(project.outside, 'tools');
    await mkdir(tools);
    for (const name of ['cc', 'gcc']) {
      await writeFile(join(tools, name), '#!/bin/sh\necho "cc (another compiler) 99.1.0"\n');
      await chmod(join(tools, name), 0o755);
    }
    const env = { PATH: `${tools}:${process.env.PATH}` };
    const said = await project.start(['run', '--resume', id], { env }).ended;
    assert.equal(said.exitCode, 3, said.stderr);
    assert.match(said.stderr, /began in environment [0-9a-f]+; this is [0-9a-f]+/);
    assert.match(said.stderr, /assay env diff/);
    assert.equal((await project.assay('run', '--resume', id)).exitCode, 0);
  });

  test('the files of a dirty run may not have changed since, unless they are still built', async () => {
    await using project = await createProject({ 'assay.yaml': configOf(SLOW), 'file.txt': '1\n' });
    await project.write({ 'file.txt': '2\n' });
    const id = await killed(project, ['run']);
    await project.write({ 'file.txt': '3\n' });
    const said = await project.assay('run', '--resume', id);
    assert.equal(said.exitCode, 0, said.stderr);
    const other = await killed(project, ['run']);
    await project.write({ 'file.txt': '4\n' });
    await rm(join(project.root, '.assay', 'trees'), { recursive: true });
    const refused = await project.assay('run', '--resume', other);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /files of the working tree changed/);
  });

  test('of two processes that resume one run, one goes on', async () => {
    await using project = await createProject({ 'assay.yaml': configOf(SLOW) });
    const id = await killed(project, ['run']);
    const one = project.start(['run', '--resume', id]);
    await delay(30);
    const two = project.start(['run', '--resume', id]);
    const codes = [(await one.ended).exitCode, (await two.ended).exitCode].sort();
    assert.deepEqual(codes, [0, 2]);
    const shown = await project.json('show', id);
    assert.equal(shown.measurements[0].samples.length, SLOW.samples);
  });
});
