import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerProject, leftOf } from '../kit/container-project.ts';
import { podmanService } from '../kit/podman.ts';

test('a project is measured in containers of Podman as in those of Docker', {
  timeout: 120_000,
}, async () => {
  await using podman = await podmanService();
  await using project = await containerProject({
    benchmark: { build: 'cp input copy', command: 'cat copy > /data/x && test "$(id -u)" != 0' },
    environment: { volumes: { data: '/data' } },
    files: { input: 'x' },
    socket: podman.socketPath,
  });
  const { exitCode, stdout, stderr } = await project.assay('run', '--env', 'small', '--json');
  assert.equal(exitCode, 0, stdout + stderr);
  const { run, executionEnvironment: execution, measurements } = JSON.parse(stdout);
  assert.match(execution.engine, /^podman /);
  assert.deepEqual(execution.containers[0].limits.memoryBytes, { value: 2 ** 28 });
  const cpu = measurements.find(({ metric }: { metric: string }) => metric === 'cgroup-cpu');
  assert.equal(cpu.samples.length, 3);
  assert.deepEqual(await leftOf(project, run), []);
});
