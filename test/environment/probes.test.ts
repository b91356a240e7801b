import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { probeLoad, probeMemoryConditions } from '../../src/environment/probe/conditions.ts';
import { probeCpu } from '../../src/environment/probe/cpu.ts';
import { probeFilesystem } from '../../src/environment/probe/filesystem.ts';
import { probeKernel } from '../../src/environment/probe/kernel.ts';
import { probeLimits } from '../../src/environment/probe/limits.ts';
import { probeMemory } from '../../src/environment/probe/memory.ts';
import { probePower } from '../../src/environment/probe/power.ts';
import { parseCpuList } from '../../src/environment/probe/topology.ts';
import { probePlatform } from '../../src/environment/probe/virtualisation.ts';
import { machineOf, recordedMachine } from './recorded.ts';

describe('a KVM guest', () => {
  test('is known by its processor, caches and flags', async () => {
    await using guest = await recordedMachine('kvm-guest');
    const cpu = await probeCpu(guest.machine);
    assert.deepEqual(cpu.model, { value: 'Intel(R) Xeon(R) Processor' });
    assert.deepEqual(cpu.vendor, { value: 'GenuineIntel' });
    assert.deepEqual(cpu.signature, { value: 'family 6 model 167 stepping 1' });
    assert.deepEqual(cpu.microcode, { value: '0x1' });
    assert.match((cpu.features as { value: string }).value, /^[0-9a-f]{12}$/);
    assert.deepEqual(cpu.caches, {
      value: { L1d: 48 * 1024, L1i: 64 * 1024, L2: 2 * 1024 ** 2, L3: 480 * 1024 ** 2 },
    });
    assert.deepEqual([cpu.threads, cpu.cores, cpu.sockets], [{ value: 2 }, { value: 2 }, { value: 1 }]);
    assert.deepEqual([cpu.threadsPerCore, cpu.coresPerSocket], [{ value: 1 }, { value: 2 }]);
    assert.deepEqual(cpu.smt, { value: 'notsupported' });
  });

  test('says why it has no governor, no turbo and no maximum frequency', async () => {
    await using guest = await recordedMachine('kvm-guest');
    const cpu = await probeCpu(guest.machine);
    const reason = 'this kernel does not control the frequency (no cpufreq policy)';
    assert.deepEqual(cpu.governor, { unavailable: reason });
    assert.deepEqual(cpu.maxFrequencyHz, { unavailable: reason });
    assert.match((cpu.turbo as { unavailable: string }).unavailable, /no switch/);
  });

  test('is told by its flag and clock, without firmware tables', async () => {
    await using guest = await recordedMachine('kvm-guest');
    const platform = await probePlatform(guest.machine);
    assert.deepEqual(platform.virtualisation, { value: 'kvm' });
    assert.deepEqual(platform.product, { unavailable: 'the firmware shows neither maker nor product' });
  });

  test('has version 1 cgroups without limits, and version 2 mounted beside them', async () => {
    await using guest = await recordedMachine('kvm-guest');
    const limits = await probeLimits(guest.machine);
    assert.deepEqual(limits.cgroupVersion, { value: 'hybrid' });
    assert.deepEqual(limits.cpuQuota, { value: null });
    assert.deepEqual(limits.memoryBytes, { value: null });
    assert.deepEqual(limits.openFiles, { value: 20000 });
    assert.deepEqual(limits.stackBytes, { value: 8388608 });
  });

  test('gives its kernel, what it mitigates, memory and load', async () => {
    await using guest = await recordedMachine('kvm-guest');
    const kernel = await probeKernel(guest.machine, 'x86_64');
    assert.deepEqual(kernel.distribution, { value: 'debian 12' });
    assert.deepEqual(Object.keys((kernel.mitigations as { value: object }).value), [
      'indirect_target_selection',
      'retbleed',
      'spec_store_bypass',
      'spectre_v1',
      'spectre_v2',
    ]);
    const memory = await probeMemory(guest.machine);
    assert.deepEqual(memory, {
      totalGiB: { value: 24 },
      numaNodes: { value: 1 },
      hugePages: { value: 'madvise' },
    });
    const load = await probeLoad(guest.machine);
    assert.deepEqual(load.average1, { value: 0.96 });
    assert.deepEqual([load.runnable, load.threads], [{ value: 2 }, { value: 135 }]);
    assert.deepEqual(load.pressure, { value: 6.79 / 100 });
    const steal = (load.stealShare as { value: number }).value;
    assert.ok(Math.abs(steal - 29 / (33400 + 70 + 7238 + 317626 + 749 + 118 + 29)) < 1e-12);
  });
});

describe('an AMD server of two sockets', () => {
  test('has its threads, cores and sockets counted from /proc/cpuinfo', async () => {
    await using server = await recordedMachine('amd-server');
    const cpu = await probeCpu(server.machine);
    assert.deepEqual([cpu.threads, cpu.cores, cpu.sockets], [{ value: 8 }, { value: 4 }, { value: 2 }]);
    assert.deepEqual([cpu.threadsPerCore, cpu.coresPerSocket], [{ value: 2 }, { value: 2 }]);
    assert.deepEqual(cpu.caches, { value: { L1d: 32 * 1024, L3: 32 * 1024 ** 2 } });
  });

  test('shows every governor in use, boost and the maximum frequency', async () => {
    await using server = await recordedMachine('amd-server');
    const cpu = await probeCpu(server.machine);
    assert.deepEqual(cpu.governor, { value: 'performance + schedutil' });
    assert.deepEqual(cpu.turbo, { value: true });
    assert.deepEqual(cpu.maxFrequencyHz, { value: 3729492000 });
    assert.deepEqual(cpu.frequencyDriver, { value: 'acpi-cpufreq' });
    const power = await probePower(server.machine);
    assert.deepEqual(power.frequencyHz, { value: 1850e6 });
    assert.deepEqual(power.throttles, { value: 7 });
  });

  test('is bare metal', async () => {
    await using server = await recordedMachine('amd-server');
    const platform = await probePlatform(server.machine);
    assert.deepEqual(platform, {
      virtualisation: { value: null },
      product: { value: 'Dell Inc. PowerEdge R6525' },
    });
  });

  test('is limited by the tightest cgroup on the way to the root', async () => {
    await using server = await recordedMachine('amd-server');
    const limits = await probeLimits(server.machine);
    assert.deepEqual(limits.cgroupVersion, { value: '2' });
    assert.deepEqual(limits.cpuQuota, { value: 1.5 });
    assert.deepEqual(limits.memoryBytes, { value: 64 * 1024 ** 3 });
    assert.deepEqual(limits.pids, { value: 10813 });
    assert.deepEqual(limits.allowedCpus, { value: 4 });
    assert.deepEqual(limits.stackBytes, { value: null });
  });

  test('gives the filesystem of each folder with the options that matter, and no address', async () => {
    await using server = await recordedMachine('amd-server');
    const btrfs = await probeFilesystem(server.machine, '/data sets/project');
    assert.deepEqual(btrfs.type, { value: 'btrfs' });
    assert.deepEqual(btrfs.options, { value: ['compress=zstd:3', 'discard=async', 'noatime'] });
    const nfs = await probeFilesystem(server.machine, '/home/somebody/project');
    assert.deepEqual(nfs.type, { value: 'nfs4' });
    assert.deepEqual(nfs.options, { value: ['relatime', 'rsize=1048576', 'vers=4.2', 'wsize=1048576'] });
    assert.doesNotMatch(JSON.stringify(nfs), /192\.0\.2|example\.org/);
    assert.deepEqual((await probeFilesystem(server.machine, '/homework')).type, { value: 'ext4' });
  });

  test('has swap in use', async () => {
    await using server = await recordedMachine('amd-server');
    const memory = await probeMemoryConditions(server.machine);
    assert.deepEqual(memory.swapUsedBytes, { value: 256 * 1024 ** 2 });
  });
});

describe('an ARM board', () => {
  test('names its kinds of cores from their numbers and counts them from sysfs', async () => {
    await using board = await recordedMachine('arm-board');
    const cpu = await probeCpu(board.machine);
    assert.deepEqual(cpu.model, { value: 'ARM Cortex-A53 + ARM Cortex-A72' });
    assert.deepEqual(cpu.vendor, { value: 'ARM' });
    assert.deepEqual([cpu.threads, cpu.cores, cpu.sockets], [{ value: 4 }, { value: 4 }, { value: 1 }]);
    assert.deepEqual(cpu.maxFrequencyHz, { value: 1.8e9 });
    assert.match(
      (cpu.microcode as { unavailable: string }).unavailable,
      /does not give a microcode revision/,
    );
  });

  test('takes product and distribution from where boards keep them', async () => {
    await using board = await recordedMachine('arm-board');
    const platform = await probePlatform(board.machine);
    assert.deepEqual(platform.product, { value: 'Raspberry Pi 4 Model B Rev 1.4' });
    assert.deepEqual(platform.virtualisation, { value: null });
    assert.deepEqual((await probeKernel(board.machine, 'aarch64')).distribution, { value: 'arch' });
  });

  test('has the zero byte that ends device tree strings taken off', async () => {
    await using board = await machineOf({ '/proc/device-tree/model': 'Some Board\0' });
    assert.deepEqual((await probePlatform(board.machine)).product, { value: 'Some Board' });
  });

  test('runs on its battery, whatever the battery of the mouse does', async () => {
    await using board = await recordedMachine('arm-board');
    const power = await probePower(board.machine);
    assert.deepEqual(power.source, { value: 'battery' });
    assert.deepEqual(power.frequencyHz, { value: 600e6 });
  });
});

describe('hypervisors', () => {
  const GUEST = 'processor\t: 0\nflags\t\t: fpu hypervisor\n';
  const cases: readonly (readonly [string, Record<string, string>, string | null])[] = [
    ['VMware', { '/sys/class/dmi/id/sys_vendor': 'VMware, Inc.\n' }, 'vmware'],
    ['VirtualBox', { '/sys/class/dmi/id/sys_vendor': 'innotek GmbH\n' }, 'virtualbox'],
    [
      'Hyper-V',
      {
        '/sys/class/dmi/id/sys_vendor': 'Microsoft Corporation\n',
        '/sys/class/dmi/id/product_name': 'Virtual Machine\n',
      },
      'hyper-v',
    ],
    ['Xen', { '/sys/hypervisor/type': 'xen\n' }, 'xen'],
    ['WSL', { '/proc/sys/kernel/osrelease': '5.15.153.1-microsoft-standard-WSL2\n' }, 'wsl'],
    ['one that gives no name', {}, 'unknown'],
  ];
  for (const [name, files, expected] of cases) {
    test(`${name} is recognised`, async () => {
      await using guest = await machineOf({ '/proc/cpuinfo': GUEST, ...files });
      assert.deepEqual((await probePlatform(guest.machine)).virtualisation, { value: expected });
    });
  }

  test('a firmware name without the processor flag is not believed on x86', async () => {
    await using metal = await machineOf({
      '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu\n',
      '/sys/class/dmi/id/product_name': 'KVM over IP appliance\n',
    });
    assert.deepEqual((await probePlatform(metal.machine)).virtualisation, { value: null });
  });

  test('a machine that shows neither flags nor firmware is not called bare metal', async () => {
    await using bare = await machineOf({});
    assert.ok('unavailable' in (await probePlatform(bare.machine)).virtualisation);
  });
});

test('a machine without any files answers every probe with a reason', async () => {
  await using empty = await machineOf({});
  const groups = await Promise.all([
    probeCpu(empty.machine),
    probeMemory(empty.machine),
    probeLimits(empty.machine),
    probeLoad(empty.machine),
    probePower(empty.machine),
    probeFilesystem(empty.machine, '/somewhere'),
  ]);
  for (const [name, probed] of groups.flatMap((group) => Object.entries(group))) {
    assert.ok('unavailable' in probed && probed.unavailable.length > 0, name);
    assert.doesNotMatch(probed.unavailable, new RegExp(empty.root), name);
  }
});

test('lists of processors are read as the kernel writes them', () => {
  assert.deepEqual(parseCpuList('0-3,8,10-11'), [0, 1, 2, 3, 8, 10, 11]);
  assert.deepEqual(parseCpuList(''), []);
  assert.throws(() => parseCpuList('zero'), /does not give processors/);
});
