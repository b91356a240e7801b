import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CgroupFiles, cgroupOf } from '../../src/platform/cgroup/folders.ts';
import { type CgroupUse, meterCgroup } from '../../src/platform/cgroup/meter.ts';
import { readCgroup, readCgroupLimits } from '../../src/platform/cgroup/reading.ts';
import type { RunningContainer } from '../../src/platform/engine/engine.ts';
import { containerOrder, engineWithBusybox } from '../kit/engine.ts';

const MIB = 1024 ** 2;

const { engine, imageId } = await engineWithBusybox();

/** A container of half of one processor and 32 MiB, and its cgroup. */
async function started(): Promise<{ container: RunningContainer; files: CgroupFiles }> {
  const limits = { cpus: 0.5, cpuset: '0', memoryBytes: 32 * MIB, pids: 8, nofile: null, shmBytes: null };
  const container = await engine.start(await containerOrder(imageId, { limits }));
  assert.ok(container.pid !== null);
  return { container, files: cgroupOf(container.pid) };
}

async function use(container: RunningContainer, files: CgroupFiles, ...argv: string[]): Promise<CgroupUse> {
  using meter = meterCgroup(files);
  meter.begin();
  const output = { kind: 'null' } as const;
  await container.sampler.execute({ argv, env: {}, cwd: '/', stdout: output, stderr: output });
  return meter.end();
}

function figure(use: CgroupUse, name: keyof CgroupUse): number {
  const found = use[name];
  assert.ok('value' in found, `${name}: ${JSON.stringify(found)}`);
  return found.value;
}

describe('the cgroup of a running container', () => {
  test('has the limits that were asked for', async () => {
    const { container, files } = await started();
    await using _ = container;
    assert.deepEqual(
      Object.values(readCgroupLimits(files)).map((limit) => ('value' in limit ? limit.value : limit)),
      [0.5, '0', 32 * MIB, 0, 8],
    );
  });

  test('tells how long half a processor held a computation back, and how much it computed', async () => {
    const { container, files } = await started();
    await using _ = container;
    const loop = 'i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done';
    const startedMs = performance.now();
    const used = await use(container, files, '/bin/sh', '-c', loop);
    const wallS = (performance.now() - startedMs) / 1000;
    const [cpuS, throttledS] = [figure(used, 'cpuS'), figure(used, 'throttledS')];
    assert.ok(cpuS > 0.1, `computed for ${cpuS} s`);
    // At most one more period of 100 ms is begun than is finished. Others may hold it back as well.
    assert.ok(cpuS < 0.5 * wallS + 0.1, `${cpuS} s of ${wallS} s`);
    assert.ok(throttledS > 0 && throttledS + cpuS < wallS + 0.1, `${throttledS} s of ${wallS} s`);
    assert.ok(figure(used, 'throttledPeriods') > 0);
    assert.ok(figure(used, 'throttledPeriods') <= figure(used, 'periods'));
  });

  test('gives each execution its own peak of memory', async () => {
    const { container, files } = await started();
    await using _ = container;
    const held = (bytes: string) =>
      use(container, files, '/bin/dd', 'if=/dev/zero', 'of=/dev/null', `bs=${bytes}`, 'count=1');
    const [much, little] = [await held('20M'), await held('1M')];
    assert.ok(figure(much, 'peakMemoryBytes') > 20 * MIB);
    assert.ok(figure(little, 'peakMemoryBytes') < 8 * MIB);
  });

  test('counts what was killed for want of memory', async () => {
    const { container, files } = await started();
    await using _ = container;
    const used = await use(container, files, '/bin/dd', 'if=/dev/zero', 'of=/dev/null', 'bs=100M', 'count=1');
    assert.equal(figure(used, 'oomKills'), 1);
    assert.equal(figure(used, 'peakMemoryBytes'), 32 * MIB);
  });

  test('counts processes that could not be started', async () => {
    const { container, files } = await started();
    await using _ = container;
    const many = 'for i in 1 2 3 4 5 6 7 8 9 10; do /bin/sleep 0.1 & done; wait';
    assert.ok(figure(await use(container, files, '/bin/sh', '-c', many), 'pidsRefused') > 0);
  });

  test('is gone with the container, and says so', async () => {
    const { container, files } = await started();
    using meter = meterCgroup(files);
    meter.begin();
    await container[Symbol.asyncDispose]();
    for (const used of Object.values(meter.end())) assert.ok('unavailable' in used);
    const { oomKills } = readCgroup(files);
    assert.ok('unavailable' in oomKills);
    assert.match(oomKills.unavailable, /^memory\.\w+ does not exist here$/);
  });
});
