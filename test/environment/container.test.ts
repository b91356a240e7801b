import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findContainer } from '../../src/environment/probe/container.ts';
import { probeLimits } from '../../src/environment/probe/limits.ts';
import { machineOf, recordedMachine } from './recorded.ts';

const ID = 'abcdef0123456789'.repeat(4);
const OVERLAY_ROOT = '700 600 0:60 / / rw,relatime - overlay overlay rw\n';
const DISK_ROOT = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n';
const OWN_NAMESPACE = { '/proc/self/ns/pid': 'pid:[4026532784]' };
const FIRST_NAMESPACE = { '/proc/self/ns/pid': 'pid:[4026531836]' };

describe('the container around Assay', () => {
  test('Docker under cgroup v2 is found by the mounts of its /etc files, with its limits', async () => {
    await using inside = await recordedMachine('docker-container');
    assert.deepEqual(await findContainer(inside.machine), {
      runtime: 'docker',
      id: '3f9c'.repeat(16),
      version: null,
    });
    const limits = await probeLimits(inside.machine);
    assert.deepEqual(limits.cpuQuota, { value: 0.5 });
    assert.deepEqual(limits.memoryBytes, { value: 512 * 1024 ** 2 });
    assert.deepEqual(limits.pids, { value: 4096 });
  });

  test('Docker under cgroup v1 is found by its path, and limited by files at the root of its mount', async () => {
    await using inside = await machineOf({
      '/proc/self/cgroup': `4:memory:/docker/${ID}\n1:cpu,cpuacct:/docker/${ID}\n`,
      '/proc/self/mountinfo': `${OVERLAY_ROOT}32 31 0:29 /docker/${ID} /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 /docker/${ID} /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n`,
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1073741824\n',
    });
    assert.deepEqual(await findContainer(inside.machine), { runtime: 'docker', id: ID, version: null });
    const limits = await probeLimits(inside.machine);
    assert.deepEqual(limits.cgroupVersion, { value: '1' });
    assert.deepEqual(limits.cpuQuota, { value: 2 });
    assert.deepEqual(limits.memoryBytes, { value: 1024 ** 3 });
  });

  test('Podman tells its version', async () => {
    await using inside = await machineOf({
      '/run/.containerenv': `engine="podman-4.3.1"\nname="quiet_fox"\nid="${ID}"\n`,
      '/proc/self/mountinfo': OVERLAY_ROOT,
      ...OWN_NAMESPACE,
    });
    assert.deepEqual(await findContainer(inside.machine), { runtime: 'podman', id: ID, version: '4.3.1' });
  });

  test('a Kubernetes pod is found by its cgroup', async () => {
    await using inside = await machineOf({
      '/proc/self/cgroup': `0::/kubepods.slice/kubepods-burstable.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope\n`,
    });
    assert.deepEqual(await findContainer(inside.machine), { runtime: 'kubernetes', id: ID, version: null });
  });

  test('a manager that systemd names is believed', async () => {
    await using inside = await machineOf({ '/run/systemd/container': 'systemd-nspawn\n', ...OWN_NAMESPACE });
    assert.deepEqual(await findContainer(inside.machine), {
      runtime: 'systemd-nspawn',
      id: null,
      version: null,
    });
  });

  test('a marker left in an image that boots as a virtual machine is no container', async () => {
    await using guest = await recordedMachine('kvm-guest');
    assert.ok((await guest.machine.readIf('/.dockerenv')) !== null);
    assert.equal(await findContainer(guest.machine), null);
    await using plain = await machineOf({
      '/.dockerenv': '',
      '/proc/self/mountinfo': DISK_ROOT,
      ...FIRST_NAMESPACE,
    });
    assert.equal(await findContainer(plain.machine), null);
  });

  test('the marker counts in a namespace of its own, or on a layered root', async () => {
    await using separate = await machineOf({
      '/.dockerenv': '',
      '/proc/self/mountinfo': DISK_ROOT,
      ...OWN_NAMESPACE,
    });
    assert.equal((await findContainer(separate.machine))?.runtime, 'docker');
    await using layered = await machineOf({
      '/.dockerenv': '',
      '/proc/self/mountinfo': OVERLAY_ROOT,
      ...FIRST_NAMESPACE,
    });
    assert.equal((await findContainer(layered.machine))?.runtime, 'docker');
  });
});
