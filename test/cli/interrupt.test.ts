import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { eventually, processesWith } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const text = (project: Project): Promise<string> =>
  readFile(join(project.outside, 'log'), 'utf8').catch(() => '');

/** Executions leave `x` outside, cleanup `cleaned`. */
async function projectWith(changes: (log: string) => object): Promise<Project> {
  const project = await createProject({ x: '' });
  const log = join(project.outside, 'log');
  await project.commit('configure', {
    'assay.yaml': configOf({
      ...{
        samples: 400,
        warmup: 0,
        command: `sleep 0.01; echo x >> '${log}'`,
        cleanup: `echo cleaned >> '${log}'`,
      },
      ...changes(log),
    }),
  });
  return project;
}

describe('Ctrl-C', { concurrency: 2 }, () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} ends children, runs cleanup, keeps samples, exits 130, and the run goes on by --resume`, async () => {
      await using project = await projectWith(() => ({ samples: 30 }));
      const assay = project.start(['run', '--json']);
      await eventually(async () => (await text(project)).split('x').length > 8);
      assay.kill(signal);
      const said = await assay.ended;
      assert.equal(said.exitCode, 130, said.stderr);
      assert.match(said.stderr, /was interrupted; its samples are kept/);
      const { code, hint } = JSON.parse(said.stdout);
      assert.equal(code, 'interrupted');
      const id = /assay run --resume (\S+)/.exec(hint)![1]!;
      assert.equal((await text(project)).trimEnd().split('\n').at(-1), 'cleaned');
      assert.deepEqual(processesWith(`ASSAY_RUN=${id}`), []);
      const shown = await project.json('show', id);
      assert.equal(shown.status, 'interrupted');
      const executions = (await text(project)).split('x').length - 1;
      const kept = shown.measurements[0].samples;
      assert.ok(kept.length >= executions - 1 && kept.length <= executions && kept.length > 0);
      const resumed = await project.json('run', '--resume', id);
      assert.equal(resumed.status, 'completed');
      assert.equal(resumed.measurements[0].samples.length, 30);
      assert.deepEqual(resumed.measurements[0].samples.slice(0, kept.length), kept);
      assert.equal(project.git('status', '--porcelain'), '');
    });
  }

  test('a command that ignores SIGTERM is killed all the same', async () => {
    await using project = await projectWith((log) => ({
      command: `trap '' TERM; echo x >> '${log}'; sleep 50`,
    }));
    const assay = project.start(['run']);
    await eventually(async () => (await text(project)).includes('x'));
    assay.kill('SIGINT');
    assert.equal((await assay.ended).exitCode, 130);
    assert.match(await text(project), /cleaned/);
    const [{ run }] = (await project.json('runs')).runs;
    assert.deepEqual(processesWith(`ASSAY_RUN=${run}`), []);
  });

  test('a second one forces: a cleanup that hangs is not waited for', async () => {
    await using project = await projectWith((log) => ({ cleanup: `echo cleaning >> '${log}'; sleep 60` }));
    const assay = project.start(['run']);
    await eventually(async () => (await text(project)).includes('x'));
    assay.kill('SIGINT');
    assert.ok(await eventually(async () => (await text(project)).includes('cleaning')));
    const started = performance.now();
    assay.kill('SIGINT');
    assert.equal((await assay.ended).exitCode, 130);
    assert.ok(performance.now() - started < 5000);
    const [{ run, status }] = (await project.json('runs')).runs;
    assert.equal(status, 'interrupted');
    assert.deepEqual(processesWith(`ASSAY_RUN=${run}`), []);
  });

  test('while building, the build is ended and its tree removed', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'true' }, { build: 'echo building > started; sleep 60' }),
    });
    const assay = project.start(['run']);
    await assay.says(/building worktree/);
    await eventually(() => processesWith('sleep\x0060').length > 0);
    assay.kill('SIGINT');
    const said = await assay.ended;
    assert.equal(said.exitCode, 130, said.stderr);
    assert.equal(project.git('worktree', 'list').split('\n').length, 1);
    const [{ run }] = (await project.json('runs')).runs;
    assert.deepEqual(processesWith(`ASSAY_RUN=${run}`), []);
  });

  test('at once after the start it is an interruption as well, wherever it meets it', async () => {
    await using project = await projectWith(() => ({}));
    for (let afterMs = 100; afterMs <= 500; afterMs += 50) {
      const assay = project.start(['run']);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      assay.kill('SIGINT');
      const { exitCode, signal, stderr } = await assay.ended;
      // Before Assay listens, the signal ends the process itself.
      assert.ok(
        exitCode === 130 || signal === 'SIGINT',
        `after ${afterMs} ms: ${exitCode} ${signal} ${stderr}`,
      );
      assert.doesNotMatch(stderr, /unexpected|defect/);
    }
  });
});
