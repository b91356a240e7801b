import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { cgroupOf } from '../../src/platform/cgroup/folders.ts';
import { containerSamples, meterCgroup, usedBetween } from '../../src/platform/cgroup/meter.ts';
import { type CgroupReading, readCgroup, readCgroupLimits } from '../../src/platform/cgroup/reading.ts';
import { machineOf, recordedFiles } from '../environment/recorded.ts';

/** The process whose cgroup the fixtures hold. */
const PID = 100;

type Files = Record<string, string>;

/** A recording of test/fixtures/cgroup, laid out as that machine had it. */
async function recorded(name: string, change: (files: Files) => Files = (files) => files) {
  const text = await readFile(new URL(`../fixtures/cgroup/${name}.txt`, import.meta.url), 'utf8');
  return machineOf(change(recordedFiles(text)));
}

async function readingOf(name: string, change?: (files: Files) => Files): Promise<CgroupReading> {
  await using machine = await recorded(name, change);
  return readCgroup(cgroupOf(PID, machine.root));
}

async function limitsOf(name: string, change?: (files: Files) => Files) {
  await using machine = await recorded(name, change);
  return readCgroupLimits(cgroupOf(PID, machine.root));
}

function valuesOf(readings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(readings).map(([name, { value }]) => [name, value]));
}

/** Other content for the files whose paths end like this; `null` takes them away. */
function replacing(end: string, content: string | null) {
  return (files: Files): Files =>
    Object.fromEntries(
      Object.entries(files).flatMap(([path, text]) =>
        !path.endsWith(end) ? [[path, text]] : content === null ? [] : [[path, content]],
      ),
    );
}

const LIMITS = { cpuQuota: 0.2, cpuset: '0-1', memoryBytes: 16 * 1024 ** 2, swapBytes: 0, pids: 8 };

describe('a cgroup of version 1, of a container of Docker on Linux 6.18', () => {
  test('gives what it used, in seconds and bytes', async () => {
    assert.deepEqual(valuesOf(await readingOf('v1-used')), {
      cpuS: 0.504602721,
      userS: 0.45,
      systemS: 0.04,
      throttledS: 1.61281065,
      periods: 29,
      throttledPeriods: 23,
      memoryBytes: 749_568,
      peakMemoryBytes: 16 * 1024 ** 2,
      oomKills: 1,
      readBytes: 1024 ** 2,
      writtenBytes: 2 * 1024 ** 2,
      pidsRefused: 1,
    });
  });

  test('gives the limits that were asked for, and none where none is set', async () => {
    assert.deepEqual(valuesOf(await limitsOf('v1-used')), LIMITS);
    const unlimited = await limitsOf('v1-used', (files) => {
      const changes = { 'cpu.cfs_quota_us': '-1\n', 'pids.max': 'max\n', 'cpuset.cpus': '\n' };
      const without = Object.entries(changes).reduce((all, [end, text]) => replacing(end, text)(all), files);
      return replacing('limit_in_bytes', '9223372036854771712\n')(without);
    });
    assert.deepEqual(valuesOf(unlimited), {
      cpuQuota: null,
      cpuset: null,
      memoryBytes: null,
      swapBytes: null,
      pids: null,
    });
  });

  test('is not said to have read 0 bytes where the kernel counts none', async () => {
    const { readBytes, oomKills } = await readingOf('v1-used', replacing('bytes_recursive', 'Total 0\n'));
    assert.match((readBytes as { unavailable: string }).unavailable, /names no device/);
    assert.deepEqual(oomKills, { value: 1 });
  });

  test('says that swap is not known where the kernel does not account it', async () => {
    const { swapBytes, memoryBytes } = await limitsOf('v1-used', replacing('memsw.limit_in_bytes', null));
    assert.deepEqual(swapBytes, { unavailable: 'memory.memsw.limit_in_bytes does not exist here' });
    assert.deepEqual(memoryBytes, { value: 16 * 1024 ** 2 });
  });
});

describe('a cgroup of version 2, of Linux 6.1', () => {
  test('gives what it used, in seconds and bytes', async () => {
    assert.deepEqual(valuesOf(await readingOf('v2-used')), {
      cpuS: 0.568146,
      userS: 0.437682,
      systemS: 0.130463,
      throttledS: 2.078723,
      periods: 34,
      throttledPeriods: 27,
      memoryBytes: 348_160,
      peakMemoryBytes: 16 * 1024 ** 2,
      oomKills: 1,
      readBytes: 1024 ** 2,
      writtenBytes: 2 * 1024 ** 2,
      pidsRefused: 1,
    });
  });

  test('gives its own limits, not those above it', async () => {
    assert.deepEqual(valuesOf(await limitsOf('v2-used')), LIMITS);
  });

  test('read nothing before its first transfer', async () => {
    const fresh = await readingOf('v2-fresh');
    assert.deepEqual([fresh.readBytes, fresh.writtenBytes], [{ value: 0 }, { value: 0 }]);
  });

  test('says what a controller that is not given to it leaves unknown', async () => {
    const used = await readingOf('v2-used', (files) =>
      replacing('io.stat', null)(replacing('cpu.stat', 'usage_usec 5\nuser_usec 3\nsystem_usec 2\n')(files)),
    );
    assert.deepEqual(used.cpuS, { value: 5e-6 });
    assert.deepEqual(used.throttledS, { unavailable: 'cpu.stat does not give throttled_usec' });
    assert.deepEqual(used.readBytes, { unavailable: 'io.stat does not exist here' });
  });

  test('is the root of the mount for whom it is the namespace', async () => {
    await using machine = await machineOf({
      '/proc/100/cgroup': '0::/\n',
      '/proc/self/mountinfo': '705 702 0:26 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n',
      '/sys/fs/cgroup/memory.peak': '4096\n',
    });
    assert.deepEqual(readCgroup(cgroupOf(PID, machine.root)).peakMemoryBytes, { value: 4096 });
  });
});

describe('a hybrid of both versions', () => {
  test('takes each controller from the version that has it', async () => {
    await using machine = await machineOf({
      '/proc/100/cgroup': '4:memory:/box\n2:cpu,cpuacct:/box\n0::/box\n',
      '/proc/self/mountinfo': [
        '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
        '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
        '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      ].join('\n'),
    });
    const files = cgroupOf(PID, machine.root);
    const places = Object.entries(files).map(([controller, folder]) => {
      assert.ok('value' in folder);
      return [controller, folder.value.version, folder.value.path.slice(machine.root.length)];
    });
    assert.deepEqual(places, [
      ['cpu', '1', '/sys/fs/cgroup/cpu,cpuacct/box'],
      ['cpuacct', '1', '/sys/fs/cgroup/cpu,cpuacct/box'],
      ['cpuset', '2', '/sys/fs/cgroup/unified/box'],
      ['memory', '1', '/sys/fs/cgroup/memory/box'],
      ['blkio', '2', '/sys/fs/cgroup/unified/box'],
      ['pids', '2', '/sys/fs/cgroup/unified/box'],
    ]);
  });
});

describe('a cgroup that cannot be seen', () => {
  test('is never mistaken for our own', async () => {
    for (const path of ['/docker/another', '/docker/mine-too', '/../another']) {
      await using machine = await machineOf({
        '/proc/100/cgroup': `0::${path}\n`,
        '/proc/self/mountinfo': '705 702 0:26 /docker/mine /sys/fs/cgroup ro - cgroup2 cgroup rw\n',
        '/sys/fs/cgroup/memory.peak': '4096\n',
      });
      assert.deepEqual(readCgroup(cgroupOf(PID, machine.root)).peakMemoryBytes, {
        unavailable: `the cgroup ${path} is outside of what /sys/fs/cgroup shows`,
      });
    }
  });

  test('gives the reason in place of each figure', async () => {
    await using machine = await machineOf({ '/proc/self/mountinfo': '' });
    const reason = `the cgroup of process ${PID} is not known: cgroup does not exist here`;
    const reading = readCgroup(cgroupOf(PID, machine.root));
    for (const figure of Object.values(reading)) assert.deepEqual(figure, { unavailable: reason });
  });
});

describe('between two readings', () => {
  test('counters are subtracted, and the peak is that since it was reset', async () => {
    const [fresh, used] = [await readingOf('v2-fresh'), await readingOf('v2-used')];
    const use = usedBetween(fresh, used, { value: true });
    assert.deepEqual(valuesOf(containerSamples(use)), {
      'cgroup-cpu': 0.568146 - 0.004753,
      'cgroup-throttled': 2.078723,
      'cgroup-read': 1024 ** 2,
      'cgroup-written': 2 * 1024 ** 2,
      'cgroup-peak-memory': 16 * 1024 ** 2,
      'oom-kills': 1,
    });
  });

  test('a peak that could not be reset is not a sample', async () => {
    const [fresh, used] = [await readingOf('v2-fresh'), await readingOf('v2-used')];
    const use = usedBetween(fresh, used, { unavailable: 'no' });
    assert.deepEqual(use.peakMemoryBytes, { unavailable: 'no' });
  });

  test('a counter that fell is of another cgroup', async () => {
    const [fresh, used] = [await readingOf('v2-fresh'), await readingOf('v2-used')];
    const { cpuS } = usedBetween(used, fresh, { value: true });
    assert.deepEqual(cpuS, { unavailable: 'the counter began anew: it is of another cgroup' });
  });

  test('a meter reads the files as they are at each moment', async () => {
    await using machine = await recorded('v2-fresh');
    const folder = '/sys/fs/cgroup/assay.slice/assay-measured.scope';
    using meter = meterCgroup(cgroupOf(PID, machine.root));
    meter.begin();
    // Into the same file, as the kernel does: it is open.
    await writeFile(`${machine.root}${folder}/cpu.stat`, 'usage_usec 1000005\n');
    assert.deepEqual(meter.end().cpuS, { value: 1.000005 - 0.004753 });
  });
});
