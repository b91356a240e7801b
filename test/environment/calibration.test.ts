import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  conditionsOf,
  obstacleOf,
  type ProbedEnvironment,
} from '../../src/environment/calibration/conditions.ts';
import {
  benchmarkOf,
  casesOf,
  FILE_PLACES,
  PROBES,
  probeOf,
} from '../../src/environment/calibration/probes.ts';

const MIB = 1024 * 1024;

const HOST: ProbedEnvironment = {
  ...{ name: 'host', kind: 'host', cpus: null, memoryBytes: null, shmBytes: null, rootWritable: true },
};
const container = (more: Partial<ProbedEnvironment> = {}): ProbedEnvironment => ({
  ...{ name: 'small', kind: 'container', cpus: null, memoryBytes: null, shmBytes: null, rootWritable: false },
  ...more,
});
const probe = (name: string) => PROBES.find((each) => each.name === name)!;

describe('the probes of a calibration', () => {
  test('every kind of work has one, and names that no benchmark of a project can have', () => {
    const kinds = new Set(PROBES.map(({ work }) => work));
    assert.deepEqual([...kinds].filter((kind) => kind !== null).sort(), [
      'compute',
      'files',
      'memory',
      'network',
      'spawn',
      'syscalls',
    ]);
    for (const each of PROBES) {
      assert.equal(probeOf(benchmarkOf(each)), each);
      assert.doesNotMatch(benchmarkOf(each), /^[\w ./-]+$/);
    }
    assert.equal(probeOf('integer'), null);
  });

  test('those of files are measured in each place', () => {
    assert.deepEqual(casesOf(probe('write-random')), [{ on: 'root' }, { on: 'volume' }, { on: 'tmpfs' }]);
    assert.deepEqual(casesOf(probe('integer')), [{}]);
  });

  test('only less than one processor makes them longer and lets them begin anywhere in a period', () => {
    for (const cpus of [null, 1, 2]) {
      assert.deepEqual(conditionsOf([HOST, container({ cpus })]), {
        ...{ repeats: { compute: 1, other: 1 }, burn: false, arrayBytes: 64 * MIB },
      });
    }
    const { repeats, burn } = conditionsOf([HOST, container({ cpus: 0.5 })]);
    // Three periods of 100 ms without a quota, of pieces of some 30 ms.
    assert.ok(repeats.other * 30 >= 300 && repeats.compute * 30 >= 900);
    assert.equal(burn, true);
  });

  test('arrays fit into the smallest limit of memory on both sides, or are not probed', () => {
    const array = (...limits: number[]): number | null =>
      conditionsOf([HOST, ...limits.map((memoryBytes) => container({ memoryBytes }))]).arrayBytes;
    assert.equal(array(1024 * MIB), 64 * MIB);
    assert.equal(array(512 * MIB, 100 * MIB), 25 * MIB);
    assert.equal(array(31 * MIB), null);
    const tight = [HOST, container({ memoryBytes: 31 * MIB })];
    assert.match(obstacleOf(probe('memory-latency'), null, tight)!, /less than 8\.000 MiB for an array/);
    assert.equal(obstacleOf(probe('integer'), null, tight), null);
  });

  test('files are not probed where the environment says that they cannot be written', () => {
    const obstacles = (environment: ProbedEnvironment) =>
      FILE_PLACES.map((place) => obstacleOf(probe('read-random'), place, [HOST, environment]));
    assert.deepEqual(obstacles(container()), ['the root of small is read-only', null, null]);
    assert.deepEqual(obstacles(container({ rootWritable: true })), [null, null, null]);
    assert.deepEqual(obstacles(container({ rootWritable: true, shmBytes: 4 * MIB })), [
      ...[null, null, '/dev/shm of small is smaller than 16.00 MiB'],
    ]);
    assert.deepEqual(obstacles(HOST), [null, null, null]);
  });
});
