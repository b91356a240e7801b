import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import type { Answer } from '../../src/platform/engine/answer.ts';
import { type InfoBody, infoOf } from '../../src/platform/engine/info.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { noEngine, obstacleAt, socketCandidates } from '../../src/platform/engine/sockets.ts';
import { temporaryFolder } from '../kit/folder.ts';

/** To `/info`, as it was recorded. */
const answer = (engine: string): Answer<InfoBody> => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../fixtures/engine/${engine}-${name}.json`, import.meta.url), 'utf8'));
  return { body: read('info'), headers: read('headers') };
};

describe('where an engine is looked for', () => {
  test('a socket that is named is the only one', () => {
    const env = { DOCKER_HOST: 'unix:///run/b.sock', XDG_RUNTIME_DIR: '/run/user/7' };
    assert.deepEqual(socketCandidates('/run/a.sock', env), ['/run/a.sock']);
    assert.deepEqual(socketCandidates('unix:///run/a.sock', env), ['/run/a.sock']);
    assert.deepEqual(socketCandidates(null, env), ['/run/b.sock']);
  });

  test('without a name it is Docker’s, then Podman’s of the user, then Podman’s', () => {
    assert.deepEqual(socketCandidates(null, { XDG_RUNTIME_DIR: '/run/user/7' }), [
      '/var/run/docker.sock',
      '/run/user/7/podman/podman.sock',
      '/run/podman/podman.sock',
    ]);
    assert.deepEqual(socketCandidates(null, {}), ['/var/run/docker.sock', '/run/podman/podman.sock']);
  });

  test('another machine is refused', () => {
    for (const address of ['tcp://10.0.0.1:2375', 'ssh://me@there', 'npipe:////./pipe/docker']) {
      assert.throws(() => socketCandidates(null, { DOCKER_HOST: address }), {
        code: 'usage',
        message: `DOCKER_HOST is ${address}: not a socket on this machine`,
      });
    }
  });

  test('an engine that is not there is an infrastructure error that names what was tried and why', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('file'), '');
    assert.equal(obstacleAt(folder.at('absent')), 'not there');
    assert.equal(obstacleAt(folder.at('file')), 'not a socket');
    await assert.rejects(openEngine(folder.at('absent')), {
      code: 'infrastructure',
      message: `no container engine answers: ${folder.at('absent')} (not there)`,
    });
  });

  test('where permission is wanting, the hint says how it is got', () => {
    const error = noEngine(new Map([['/var/run/docker.sock', 'permission denied']]));
    assert.match(error.hint ?? '', /member of the group/);
  });

  test('what listens but says nothing can be interrupted', async () => {
    await using folder = await temporaryFolder();
    await using server = createServer((connection) => connection.resume());
    await new Promise<void>((resolve) => server.listen(folder.at('mute.sock'), resolve));
    const error = await openEngine(folder.at('mute.sock'), AbortSignal.timeout(100)).catch(
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof AssayError && error.code === 'interrupted', String(error));
  });
});

describe('what an engine says of itself', () => {
  test('is read from the answer of Docker 20.10.24', () => {
    assert.deepEqual(infoOf(answer('docker-20.10.24'), '/s'), {
      runtime: 'docker',
      version: '20.10.24+dfsg1',
      apiVersion: '1.41',
      socketPath: '/s',
      cpus: 2,
      memoryBytes: 25_276_502_016,
      cgroupVersion: '1',
      storageDriver: 'overlay2',
      ociRuntime: 'runc',
      rootless: false,
      supports: { cpuQuota: true, cpuset: true, memory: true, swap: true, pids: true },
    });
  });

  test('is read from the answer of Podman 4.3.1', () => {
    const info = infoOf(answer('podman-4.3.1'), '/s');
    assert.deepEqual(
      [info.runtime, info.version, info.cgroupVersion, info.storageDriver, info.rootless],
      ['podman', '4.3.1', '1', 'overlay', false],
    );
    assert.ok(info.ociRuntime !== '');
  });
});
