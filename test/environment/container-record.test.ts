import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { digest } from '../../src/core/canonical.ts';
import { type ContainerFacts, containerRecord } from '../../src/environment/container-record.ts';
import { diffEnvironments } from '../../src/environment/difference.ts';
import { fieldOf } from '../../src/environment/field-value.ts';
import { FIELDS } from '../../src/environment/fields.ts';
import { fingerprint } from '../../src/environment/fingerprint.ts';

const FACTS: ContainerFacts = {
  environment: {
    ...{ name: 'small', cpus: 0.5, cpuset: null, memoryBytes: 2 ** 28, pids: 100, nofile: null },
    ...{ network: 'none', root: 'read-only', tmpfs: { '/tmp': 1024 }, volumes: {}, mounts: [] },
    build: 'container',
  },
  engine: {
    ...{ runtime: 'docker', version: '20.10.24+dfsg1', apiVersion: '1.41', cpus: 2, cgroupVersion: '1' },
    ...{ storageDriver: 'overlay2', ociRuntime: 'runc', rootless: false },
  },
  image: { id: 'sha256:1' },
};

const host = await fingerprint({ worktree: import.meta.dirname });

function record(change: { [Part in keyof ContainerFacts]?: Partial<ContainerFacts[Part]> } = {}) {
  return containerRecord(host, {
    environment: { ...FACTS.environment, ...change.environment },
    engine: { ...FACTS.engine, ...change.engine },
    image: change.image === null ? null : { ...FACTS.image!, ...change.image },
  });
}

describe('the environment of containers', () => {
  test('leaves the ids of hosts as they were before there were containers', () => {
    const before = FIELDS.filter(({ inDigest, optional }) => inDigest && !optional);
    const facts = before.map((field) => {
      const found = fieldOf(host, field);
      return [field.path, found && 'value' in found ? { value: found.value } : 'unknown'];
    });
    assert.equal(host.id, digest(Object.fromEntries(facts)).slice(0, 12));
    assert.equal(FIELDS.filter(({ optional }) => optional).length, 11);
  });

  test('has the limits that were asked for, and is another than the host', () => {
    const { identity, execution, id } = record();
    assert.notEqual(id, host.id);
    assert.deepEqual(identity.limits.cpuQuota, { value: 0.5 });
    assert.deepEqual(identity.limits.allowedCpus, { value: 2 });
    assert.deepEqual(identity.limits.memoryBytes, { value: 2 ** 28 });
    assert.deepEqual(identity.cpu, host.identity.cpu);
    assert.equal(execution.runtime, 'container');
    assert.equal(execution.runtimeVersion, '20.10.24+dfsg1');
  });

  test('is another for whatever moves figures', () => {
    const ids = [
      record(),
      record({ environment: { cpus: 1 } }),
      record({ environment: { cpuset: '0,1' } }),
      record({ environment: { memoryBytes: 2 ** 29 } }),
      record({ environment: { network: 'host' } }),
      record({ environment: { root: 'writable' } }),
      record({ environment: { volumes: { data: '/data' } } }),
      record({ engine: { version: '23.0.1' } }),
      record({ engine: { ociRuntime: 'crun' } }),
      record({ engine: { storageDriver: 'btrfs' } }),
      record({ image: { id: 'sha256:2' } }),
      record({ image: null }),
    ].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('is the same for its name, what only bounds it, and mended versions of the engine', () => {
    const { id } = record();
    assert.equal(record({ environment: { name: 'other', pids: 200, nofile: 1024 } }).id, id);
    assert.equal(record({ engine: { version: '20.10.25' } }).id, id);
  });

  test('takes the tools of the image, or those of the host where that builds', () => {
    assert.ok(
      Object.values(record().identity.toolchain).every(
        (tool) => 'value' in tool && tool.value === 'of the image',
      ),
    );
    assert.deepEqual(record({ environment: { build: 'host' } }).identity.toolchain, host.identity.toolchain);
  });

  test('says in which fields it differs from its host', () => {
    const differing = diffEnvironments(host, record()).filter(({ grade }) => grade !== 'same');
    const paths = differing.map(({ field }) => field.path);
    assert.ok(paths.includes('container.engine') && paths.includes('limits.cpuQuota'), paths.join(' '));
    assert.ok(!paths.some((path) => path.startsWith('cpu.') || path.startsWith('kernel.')), paths.join(' '));
  });
});
