import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CAPABILITIES, capabilitiesOf } from '../../src/platform/engine/capabilities.ts';
import type { EngineInfo } from '../../src/platform/engine/engine.ts';
import { parseLimits } from '../../src/platform/engine/limits.ts';
import {
  type Demand,
  type HostFacts,
  oversubscription,
  processorsOf,
  rangesOf,
  shortfalls,
} from '../../src/platform/engine/preflight.ts';

const MIB = 1024 ** 2;

const info: EngineInfo = {
  runtime: 'docker',
  version: '20.10.24',
  apiVersion: '1.41',
  socketPath: '/var/run/docker.sock',
  cpus: 2,
  memoryBytes: 4096 * MIB,
  cgroupVersion: '2',
  storageDriver: 'overlay2',
  ociRuntime: 'runc',
  rootless: false,
  supports: { cpuQuota: true, cpuset: true, memory: true, swap: true, pids: true },
};

const host: HostFacts = {
  nofile: 20_000,
  cpus: new Set([0, 1]),
  exists: (path) => path === '/dev/fuse',
  capabilities: new Set(['CHOWN', 'SYS_PTRACE']),
};

const modest: Demand = {
  limits: { cpus: 1, cpuset: '0', memoryBytes: 256 * MIB, pids: 64, nofile: 1024, shmBytes: 64 * MIB },
  capabilities: ['CAP_SYS_PTRACE', 'CHOWN'],
  devices: ['/dev/fuse'],
  tmpfs: { '/tmp': 64 * MIB },
};

const asking = (limits: Partial<Demand['limits']>, more: Partial<Demand> = {}): Demand => ({
  ...modest,
  ...more,
  limits: { ...modest.limits, ...limits },
});

describe('what an engine cannot give', () => {
  test('is nothing where all can be had', () => {
    assert.deepEqual(shortfalls(modest, info, host), []);
  });

  test('is told at once, each with what there is', () => {
    const demand = asking(
      { cpus: 4, cpuset: '0-3', memoryBytes: 8192 * MIB, nofile: 30_000, shmBytes: 9000 * MIB },
      { capabilities: ['SYS_ADMIN', 'MAGIC'], devices: ['/dev/none'], tmpfs: { '/tmp': 9000 * MIB } },
    );
    assert.deepEqual(shortfalls(demand, info, host), [
      'cpus: 4, but the engine has 2',
      'cpuset: 0-3, but there is no processor 2-3: there are 0-1',
      'memory: 8.000 GiB, but the engine has 4.000 GiB',
      'shm: 8.789 GiB, but memory is 8.000 GiB',
      'tmpfs /tmp: 8.789 GiB, but memory is 8.000 GiB',
      'nofile: 30000, but the engine may open no more than 20000',
      'devices: /dev/none, but this machine has no such device',
      'capabilities: SYS_ADMIN, but the engine itself does not have it',
      'capabilities: MAGIC, but Linux has no such capability',
    ]);
  });

  test('includes each controller that the kernel lacks, and why an engine without root lacks it', () => {
    const supports = { cpuQuota: false, cpuset: false, memory: false, swap: false, pids: false };
    const rootless = { ...info, supports, rootless: true };
    const why = 'controller %s: it runs without root, and was not given it';
    const missing = (controller: string): string =>
      `the engine has no cgroup v2 ${why.replace('%s', controller)}`;
    assert.deepEqual(shortfalls(modest, rootless, host), [
      `cpus: 1, but ${missing('cpu')}`,
      `cpuset: 0, but ${missing('cpuset')}`,
      `memory: 256.0 MiB, but ${missing('memory')}`,
      `pids: 64, but ${missing('pids')}`,
    ]);
  });

  test('a limit of memory without a limit of swap is none', () => {
    const found = shortfalls(modest, { ...info, supports: { ...info.supports, swap: false } }, host);
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^memory: 256\.0 MiB, but the kernel does not count swap/);
    const unlimited = asking({ memoryBytes: null });
    assert.deepEqual(
      shortfalls(unlimited, { ...info, supports: { ...info.supports, swap: false } }, host),
      [],
    );
  });

  test('memory that no engine gives is told, and more processors than the chosen ones', () => {
    assert.deepEqual(
      shortfalls(asking({ memoryBytes: 5 * MIB, shmBytes: null }, { tmpfs: {} }), info, host),
      ['memory: 5.000 MiB, but engines give no less than 6.000 MiB'],
    );
    assert.deepEqual(shortfalls(asking({ cpus: 2 }), info, host), ['cpus: 2, but cpuset 0 holds 1']);
  });

  test('what cannot be seen is not held against the engine', () => {
    const blind = { ...host, nofile: null, capabilities: null };
    assert.deepEqual(shortfalls(asking({ nofile: 1e9 }, { capabilities: ['SYS_ADMIN'] }), info, blind), []);
  });

  test('containers side by side are added up', () => {
    const pair = [asking({ cpus: 1.5, memoryBytes: 3000 * MIB }), asking({ memoryBytes: 2000 * MIB })];
    assert.deepEqual(oversubscription(pair, info), [
      'cpus: 2.5 in 2 containers, but the engine has 2',
      'memory: 4.883 GiB in 2 containers, but the engine has 4.000 GiB',
    ]);
    assert.deepEqual(oversubscription([modest, modest], info), []);
  });
});

describe('what the kernel writes of limits', () => {
  test('any list of processors is read as the set that it lists', () => {
    const ranges = fc.array(fc.tuple(fc.nat(200), fc.nat(20)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ranges, (drawn) => {
        const text = drawn
          .map(([first, more]) => (more === 0 ? `${first}` : `${first}-${first + more}`))
          .join(',');
        const expected = new Set(
          drawn.flatMap(([first, more]) => Array.from({ length: more + 1 }, (_, i) => first + i)),
        );
        assert.deepEqual(processorsOf(`${text}\n`), expected);
      }),
    );
  });

  test('numbers of processors are listed as ranges', () => {
    assert.equal(rangesOf([3, 0, 1, 2, 7, 9, 10]), '0-3, 7, 9-10');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1 }), (numbers) => {
        assert.deepEqual(processorsOf(rangesOf(numbers)), new Set(numbers.toSorted((a, b) => a - b)));
      }),
    );
  });

  test('a mask of capabilities holds those whose bits are set', () => {
    assert.deepEqual(capabilitiesOf('0000000000000000'), new Set());
    assert.deepEqual(capabilitiesOf('0000000001000001'), new Set(['CHOWN', 'SYS_RESOURCE']));
    assert.equal(capabilitiesOf('000001ffffffffff').size, CAPABILITIES.length);
  });

  test('hard limits are the second column, and unlimited is no limit', () => {
    const text = `Limit                     Soft Limit           Hard Limit           Units     
Max processes             96365                unlimited            processes 
Max open files            1024                 20000                files     
`;
    assert.deepEqual(parseLimits(text), { nofile: 20_000, nproc: null });
  });
});
