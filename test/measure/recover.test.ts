import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { descendantsOf, eventually, processesWith, read } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

/** Seconds that no other test sleeps. */
const [HERE, AWAY, BUILD] = [1, 2, 3].map((i) => `7${i}.${process.pid}`);

/** Starts a run, waits for a process with this word in its command line, then kills Assay and its sampler. */
async function killDuring(project: Project, word: string): Promise<string> {
  const assay = project.start(['run']);
  assert.ok(await eventually(() => processesWith(word).length > 0), `${word} never ran`);
  const sampler = descendantsOf(assay.pid).filter((pid) =>
    read(`/proc/${pid}/cmdline`).includes('assay-sampler'),
  );
  assert.ok(sampler.length > 0);
  // Stopped first, or it would see Assay go and clear up.
  for (const pid of sampler) process.kill(pid, 'SIGSTOP');
  for (const pid of [assay.pid, ...sampler]) process.kill(pid, 'SIGKILL');
  await assay.ended;
  assert.ok(processesWith(word).length > 0, 'nothing is left to be found by the next start');
  const [run] = (await project.json('runs')).runs;
  return run.status;
}

describe('the start after Assay and its sampler were killed', { concurrency: 2 }, () => {
  test('ends the command they were measuring, also what it had put into another session', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: `setsid sleep ${AWAY} & sleep ${HERE}`, samples: 1, warmup: 0 }),
    });
    assert.equal(await killDuring(project, `sleep\0${HERE}`), 'interrupted');
    assert.deepEqual([...processesWith(`sleep\0${AWAY}`), ...processesWith(`sleep\0${HERE}`)], []);
  });

  test('ends a build that was under way, and removes its half-built tree', async () => {
    await using project = await createProject({
      'assay.yaml': configOf(
        { command: 'true', samples: 1, warmup: 0 },
        { build: `touch half; sleep ${BUILD}` },
      ),
    });
    assert.equal(await killDuring(project, `sleep\0${BUILD}`), 'interrupted');
    assert.deepEqual(processesWith(`sleep\0${BUILD}`), []);
    await project.commit('without a build', {
      'assay.yaml': configOf({ command: 'true', samples: 1, warmup: 0 }),
    });
    assert.equal((await project.assay('run')).exitCode, 0);
    const trees = await readdir(join(project.root, '.assay', 'trees'));
    assert.equal(trees.length, 1);
    await assert.rejects(readdir(join(project.root, '.assay', 'trees', trees[0]!, 'half')), {
      code: 'ENOENT',
    });
    assert.equal(project.git('worktree', 'list').split('\n').length, 2);
  });

  test('leaves a run alone whose process lives', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'sleep 1.5', samples: 1, warmup: 0 }),
    });
    const assay = project.start(['run']);
    await assay.says(/measuring work/);
    const [during] = (await project.json('runs')).runs;
    assert.equal(during.status, 'running');
    const said = await project.assay('run', '--resume', during.run);
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /is being measured by another process/);
    assert.equal((await assay.ended).exitCode, 0);
    assert.equal((await project.json('runs')).runs[0].status, 'completed');
  });
});
