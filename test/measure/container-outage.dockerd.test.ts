import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { containerProject, inspectRunning, leftOf, newestRun } from '../kit/container-project.ts';
import { dockerDaemon } from '../kit/dockerd.ts';
import { eventually } from '../kit/processes.ts';

describe('a container engine that is killed during a run', { timeout: 180_000 }, () => {
  test('ends it with 4; its samples are safe, and it goes on when the engine is back', async () => {
    await using daemon = await dockerDaemon();
    await using project = await containerProject({
      benchmark: { command: 'sleep 0.2', samples: 10 },
      socket: daemon.socketPath,
    });
    const measuring = project.start(['run', '--env', 'small']);
    await inspectRunning(project);
    const run = (await newestRun(project))!;
    {
      await using store = await project.store();
      const count = () => store.db.selectFrom('execution').select('seq').execute();
      assert.ok(await eventually(async () => (await count()).length >= 2));
      await daemon.kill();
      const { exitCode, stderr } = await measuring.ended;
      assert.equal(exitCode, 4);
      assert.match(stderr, /the container engine does not answer/);
      assert.ok((await count()).length >= 2);
    }
    const absent = await project.assay('run', '--env', 'small');
    assert.equal(absent.exitCode, 4);
    await daemon.restart();
    const resumed = await project.json('run', '--resume', run);
    const wall = resumed.measurements.find(({ metric }: { metric: string }) => metric === 'wall');
    assert.equal(wall.samples.length, 10);
    assert.deepEqual(await leftOf(project, run), []);
  });
});
