import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { containerProject, inspectRunning, leftOf, newestRun } from '../kit/container-project.ts';
import { askEngine } from '../kit/engine.ts';
import { eventually } from '../kit/processes.ts';

/** What `assay run --env small` measured of wall time, and what is left of it afterwards. */
async function measured(benchmark: object, environment: object = {}) {
  const project = await containerProject({ benchmark, environment });
  const said = await project.start(['run', '--env', 'small', '--json']).ended;
  const run = JSON.parse(said.stdout);
  assert.ok(run.measurements, said.stdout + said.stderr);
  const wall = run.measurements.find(({ metric }: { metric: string }) => metric === 'wall');
  const left = await leftOf(project, run.run);
  return { said, wall, left, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
}

describe('a case that fails in its container', { timeout: 120_000, concurrency: 2 }, () => {
  test('for memory, says the limit', async () => {
    await using ran = await measured(
      { command: `awk 'BEGIN { s = "x"; while (1) s = s s }'` },
      { memory: '96MiB' },
    );
    assert.equal(ran.said.exitCode, 3);
    assert.equal(ran.wall.status, 'failed');
    assert.match(ran.wall.reason, /out of memory: limit 96\.00 MiB/);
    assert.deepEqual(ran.left, []);
  });

  test('for memory in one of its processes, though it ends well itself', async () => {
    await using ran = await measured(
      { command: `awk 'BEGIN { s = "x"; while (1) s = s s }'; exit 0` },
      { memory: '96MiB' },
    );
    assert.match(ran.wall.reason, /out of memory: limit 96\.00 MiB/);
    assert.deepEqual(ran.left, []);
  });

  test('for processes, says the limit', async () => {
    await using ran = await measured(
      { command: 'i=0; while [ $i -lt 40 ]; do sleep 5 & i=$((i+1)); done; wait' },
      { pids: 12 },
    );
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /a process could not be started: limit 12 processes/);
    assert.deepEqual(ran.left, []);
  });

  test('for room on its disk, says what the command said', async () => {
    await using ran = await measured({ command: 'cp /bin/busybox /tmp/big' }, { tmpfs: { '/tmp': '1MiB' } });
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /exit code 1 .*No space left on device/);
    assert.deepEqual(ran.left, []);
  });

  test('by hanging is ended at its timeout', async () => {
    await using ran = await measured({ command: 'sleep 100 & sleep 100', timeout: '300ms' });
    assert.match(ran.wall.reason, /timed out after 0\.3 s/);
    assert.deepEqual(ran.left, []);
  });

  test('waits for no pipe that its command left in the place of a log', async () => {
    await using ran = await measured({
      command: 'rm $ASSAY_OUTPUT/stderr; mkfifo $ASSAY_OUTPUT/stderr; exit 1',
    });
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /exit code 1$/);
    assert.deepEqual(ran.left, []);
  });

  test('for a command that the image does not have', async () => {
    await using ran = await measured({ command: ['no-such-program'] });
    assert.match(ran.wall.reason, /no-such-program: could not be started/);
    assert.deepEqual(ran.left, []);
  });

  test('by its removal keeps its samples, and the next case is measured', async () => {
    await using project = await containerProject({ benchmark: { command: 'sleep 0.2', samples: 50 } });
    const measuring = project.start(['run', '--env', 'small', '--json']);
    const { Id } = await inspectRunning(project);
    await using store = await project.store();
    const count = () => store.db.selectFrom('execution').select('seq').execute();
    assert.ok(await eventually(async () => (await count()).length >= 2));
    await askEngine(project.engine.info.socketPath, `/containers/${Id}?force=1`, 'DELETE');
    const { stdout, exitCode } = await measuring.ended;
    const run = JSON.parse(stdout);
    const wall = run.measurements.find(({ metric }: { metric: string }) => metric === 'wall');
    assert.equal(exitCode, 3);
    assert.equal(run.status, 'completed');
    assert.equal(wall.status, 'failed');
    assert.match(wall.reason, /the container was stopped or removed from outside/);
    assert.ok(wall.samples.length >= 2);
    assert.deepEqual(await leftOf(project, run.run), []);
  });
});

/** Sets the clock that Assay reads back by an hour once its run is recorded, which this variable tells. */
const STEPPED_CLOCK = `
const RealDate = Date;
const now = () => RealDate.now() - (process.env.ASSAY_RUN === undefined ? 0 : 3_600_000);
globalThis.Date = class extends RealDate {
  constructor(...parts) { super(...(parts.length === 0 ? [now()] : parts)); }
  static now() { return now(); }
};
`;

test('a clock that is set back in the middle moves no sample', { timeout: 60_000 }, async () => {
  await using project = await containerProject({ benchmark: { command: 'sleep 0.1', samples: 12 } });
  const step = join(project.outside, 'step.mjs');
  await writeFile(step, STEPPED_CLOCK);
  const { ended } = project.start(['run', '--env', 'small', '--json'], {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(step)}` },
  });
  const { stdout, stderr, exitCode } = await ended;
  assert.equal(exitCode, 0, stderr);
  const run = JSON.parse(stdout);
  const wall = run.measurements.find(({ metric }: { metric: string }) => metric === 'wall');
  assert.equal(wall.samples.length, 12);
  assert.ok(
    wall.samples.every((s: number) => s >= 0.1 && s < 5),
    String(wall.samples),
  );
  assert.ok(Date.parse(run.finishedAt) < Date.parse(run.startedAt), 'the clock was not set back');
  assert.ok(run.timings.totalS > 1.2 && run.timings.totalS < 60, String(run.timings.totalS));
  assert.deepEqual(await leftOf(project, run.run), []);
});

describe('what cannot be had ends before anything runs', { timeout: 120_000 }, () => {
  test('with all that is missing in one message', async () => {
    await using project = await containerProject({
      benchmark: { build: 'touch /tmp/built-anyway', command: 'true' },
      environment: { image: 'assay-no-such-image:1', cpus: 4096, memory: '900TB', nofile: 2_000_000_000 },
    });
    const { exitCode, stderr } = await project.assay('run', '--env', 'small');
    assert.equal(exitCode, 4);
    assert.match(stderr, /environment small cannot be had here/);
    for (const key of ['cpus: 4096', 'memory: ', 'nofile: ', 'no image assay-no-such-image:1']) {
      assert.ok(stderr.includes(key), `${key} in ${stderr}`);
    }
    assert.equal(await newestRun(project), null);
  });

  test('where there is no engine, naming where it was looked for', async () => {
    await using project = await containerProject({ benchmark: { command: 'true' } });
    const { ended } = project.start(['run', '--env', 'small'], {
      env: { DOCKER_HOST: 'unix:///nowhere.sock' },
    });
    const { exitCode, stderr } = await ended;
    if (exitCode === 0) return; // another candidate answered: DOCKER_HOST is only the first
    assert.equal(exitCode, 4);
    assert.match(stderr, /nowhere\.sock/);
  });

  test('where the Dockerfile of the commit does not build', async () => {
    await using project = await containerProject({
      benchmark: { command: 'true' },
      environments: { built: { kind: 'container', dockerfile: 'Dockerfile' } },
    });
    await project.commit('broken', { Dockerfile: `FROM ${project.imageId}\nRUN echo so it goes; exit 7\n` });
    const { exitCode, stderr } = await project.assay('run', '--env', 'built');
    assert.equal(exitCode, 4);
    assert.match(stderr, /the image of worktree does not build/);
    assert.match(stderr, /see .*image-.*\.log/);
    assert.deepEqual(await leftOf(project, (await newestRun(project))!), []);
  });

  test('where the build in the container fails, with what it said', async () => {
    await using project = await containerProject({
      benchmark: { build: 'echo cannot build; exit 9', command: 'true' },
    });
    const { exitCode, stderr } = await project.assay('run', '--env', 'small');
    assert.equal(exitCode, 4);
    assert.match(stderr, /the build of worktree failed \(exit code 9\)[\s\S]*cannot build/);
    assert.match(stderr, /hint: the whole log: .*; it ran in a container of small.*build: host/);
    assert.deepEqual(await leftOf(project, (await newestRun(project))!), []);
  });
});

describe('a commit whose image does not build', { timeout: 120_000 }, () => {
  test('does not keep the others of a history from being measured', async () => {
    await using project = await containerProject({
      benchmark: { command: 'true' },
      environments: { built: { kind: 'container', dockerfile: 'Dockerfile' } },
    });
    const good = { Dockerfile: `FROM ${project.imageId}\n` };
    await project.commit('good', good);
    await project.commit('broken', { Dockerfile: `FROM ${project.imageId}\nRUN exit 7\n` });
    await project.commit('good again', good);
    const tracked = await project.json('track', '--last', '4', '--env', 'built');
    const status = tracked.commits.map((commit: { status: string }) => commit.status);
    assert.deepEqual(status, ['unbuildable', 'measured', 'unbuildable', 'measured']);
    assert.match(tracked.commits[0].reason, /there is no Dockerfile/);
  });
});

describe('Assay that ends in the middle', { timeout: 120_000 }, () => {
  for (const [how, signal, exitCode] of [
    ['by Ctrl-C', 'SIGINT', 130],
    ['killed', 'SIGKILL', null],
  ] as const) {
    test(`${how} leaves no container, and the run goes on`, async () => {
      await using project = await containerProject({
        benchmark: { command: 'sleep 0.2', samples: 8 },
        environment: { volumes: { data: '/data' } },
      });
      const measuring = project.start(['run', '--env', 'small']);
      await inspectRunning(project);
      const run = (await newestRun(project))!;
      {
        await using store = await project.store();
        const count = () => store.db.selectFrom('execution').select('seq').execute();
        assert.ok(await eventually(async () => (await count()).length >= 2));
      }
      measuring.kill(signal);
      assert.equal((await measuring.ended).exitCode, exitCode);
      // The volume of a killed process waits for the next start.
      const isGone = async () => (await leftOf(project, run)).every((each) => !/^\/|^process/.test(each));
      assert.ok(await eventually(isGone), (await leftOf(project, run)).join(' '));
      const resumed = await project.json('run', '--resume', run);
      assert.equal(resumed.status, 'completed');
      const wall = resumed.measurements.find(({ metric }: { metric: string }) => metric === 'wall');
      assert.equal(wall.samples.length, 8);
      assert.equal(resumed.executionEnvironment.containers.length, 2);
      assert.deepEqual(await leftOf(project, run), []);
    });
  }
});
