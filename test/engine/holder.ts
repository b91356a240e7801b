/**
 * Holds a container that executes something, with a volume and a network of its own, until it is killed.
 * Arguments: socket, id of the image, and anything to be found by. Says what it holds in one line of JSON.
 */
import { openEngine } from '../../src/platform/engine/open.ts';
import { containerOrder } from '../kit/engine.ts';

const [socket, imageId] = process.argv.slice(2);
const engine = await openEngine(socket!);
const container = await engine.start(
  await containerOrder(imageId!, { runId: 'held', network: 'isolated', volumes: ['/data'] }),
);
console.log(JSON.stringify({ id: container.id, pid: container.pid }));
await container.sampler.execute({
  argv: ['/bin/sleep', '600'],
  env: {},
  cwd: '/',
  stdout: { kind: 'null' },
  stderr: { kind: 'null' },
});
