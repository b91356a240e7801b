import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { AssayError } from '../../src/core/error.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { type Daemon, dockerDaemon } from '../kit/dockerd.ts';
import { busyboxImage, containerOrder, inShell, objectsOfRun } from '../kit/engine.ts';
import { eventually } from '../kit/processes.ts';
import { holder } from './conformance.ts';

describe('a Docker daemon that is killed', { timeout: 180_000 }, () => {
  let daemon: Daemon;
  before(async () => {
    daemon = await dockerDaemon();
  });
  after(() => daemon[Symbol.asyncDispose]());

  test('is an infrastructure error at once, and what it ran is gone when it is back', async () => {
    const engine = await openEngine(daemon.socketPath);
    const { id } = await busyboxImage(engine);
    let pid: number;
    {
      await using container = await engine.start(await containerOrder(id, { runId: 'outage' }));
      const lost = assert.rejects(container.sampler.execute(inShell('sleep 60')), (error: unknown) => {
        assert.ok(error instanceof AssayError && error.code === 'infrastructure');
        assert.match(error.message, /is lost: the container engine does not answer/);
        return true;
      });
      await delay(200);
      await daemon.kill();
      await lost;
      assert.equal((await container.state()).status, 'engine-gone');
      await assert.rejects(engine.findImage(id), { code: 'infrastructure', message: /does not answer/ });
      await assert.rejects(openEngine(daemon.socketPath), {
        code: 'infrastructure',
        message: /no container engine answers: .*\(nobody listens there\)/,
      });
      pid = container.pid!;
    }
    assert.ok(await eventually(() => !existsSync(`/proc/${pid}`), 5000), 'its processes run on');
    await daemon.restart();
    const gone = async () => (await objectsOfRun(daemon.socketPath, 'outage')).length === 0;
    assert.ok(await eventually(gone, 5000), 'the container is left');
  });

  test('together with us leaves nothing that the next start does not remove', async () => {
    const engine = await openEngine(daemon.socketPath);
    const { id } = await busyboxImage(engine);
    const { child, pid } = await holder(daemon.socketPath, id);
    await daemon.kill();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await daemon.restart();
    await (await openEngine(daemon.socketPath)).reap();
    assert.ok(await eventually(() => !existsSync(`/proc/${pid}`), 5000), 'its processes run on');
    assert.deepEqual(await objectsOfRun(daemon.socketPath, 'held'), []);
  });
});
