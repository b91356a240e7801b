import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContainerOrder } from '../../src/platform/engine/engine.ts';
import { refuseUnsafePaths } from '../../src/platform/engine/podman-paths.ts';

const ORDER: Pick<ContainerOrder, 'samplerPath' | 'mounts' | 'volumes' | 'tmpfs'> = {
  samplerPath: '/cache/sampler',
  mounts: [{ from: '/project/a b é:c', to: '/data', writable: false }],
  volumes: ['/volume'],
  tmpfs: { '/tmp': 1 },
};

const refuse = (more: Partial<ContainerOrder>) => refuseUnsafePaths({ ...ORDER, ...more } as ContainerOrder);

describe('paths that Podman would read as options', () => {
  test('are refused wherever they are', () => {
    const mounts = [{ from: '/project/d,source=/etc', to: '/data', writable: false }];
    for (const more of [
      { mounts },
      { mounts: [{ from: '/project/d', to: '/data,rw', writable: false }] },
      { samplerPath: '/cache/a,b' },
      { volumes: ['/vol"ume'] },
      { tmpfs: { '/tmp:exec': 1 } },
      { tmpfs: { '/tmp\n': 1 } },
    ]) {
      assert.throws(() => refuse(more), { code: 'config', message: /Podman takes part of a path/ });
    }
  });

  test('are not those with spaces, colons and letters of any kind', () => {
    refuse({});
  });
});
