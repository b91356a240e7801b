import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { containerStep } from '../../scripts/demo/container.ts';
import { demoRepository } from '../docs/demo-repository.ts';
import { askEngine } from '../kit/engine.ts';

const SOCKET = '/var/run/docker.sock';

describe('the container of the demo', { timeout: 120_000 }, () => {
  const { DOCKER_HOST: host } = process.env;
  // Other tests measure at the same time.
  process.env.ASSAY_QUEUE = randomUUID();
  after(() => {
    delete process.env.DOCKER_HOST;
    if (host !== undefined) process.env.DOCKER_HOST = host;
  });

  test('is measured where there is an engine, and nothing of it stays there', async () => {
    await using repository = await demoRepository();
    const config = join(repository.folder, 'assay.yaml');
    const before = await readFile(config, 'utf8');
    process.env.DOCKER_HOST = `unix://${SOCKET}`;
    const said = await containerStep(repository.folder);
    assert.match(said, /^\$ assay calibrate digest --env host --env small$/m);
    assert.match(said, /^in a container of 1 CPU and 256 MiB +[\d.]+ ms +\S+ % +\[.+\] +\d+ +\S/m);
    assert.deepEqual(await imagesOfDemos(), []);
    assert.equal(await readFile(config, 'utf8'), before);
  });

  test('is unavailable, with the reason, where there is none', async () => {
    await using repository = await demoRepository();
    process.env.DOCKER_HOST = 'unix:///nonexistent';
    const expected = 'container: unavailable (no container engine answers: /nonexistent (not there))\n';
    assert.equal(await containerStep(repository.folder), expected);
  });

  test('is unavailable, with the reason, where the engine is on another machine', async () => {
    await using repository = await demoRepository();
    process.env.DOCKER_HOST = 'tcp://192.0.2.1:2375';
    assert.match(
      await containerStep(repository.folder),
      /^container: unavailable \(DOCKER_HOST is tcp:\/\/192\.0\.2\.1:2375: not a socket on this machine\)$/m,
    );
  });
});

async function imagesOfDemos(): Promise<unknown[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: ['assay.demo'] }));
  return askEngine<unknown[]>(SOCKET, `/images/json?all=1&filters=${filters}`);
}
