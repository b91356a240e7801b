/** Builds the Dockerfile of a folder until it is killed. Arguments: socket, folder. The log is `build.log` there. */
import { join } from 'node:path';
import { openEngine } from '../../src/platform/engine/open.ts';

const [socket, context] = process.argv.slice(2);
const engine = await openEngine(socket!);
await engine.buildImage({
  context: context!,
  dockerfile: 'Dockerfile',
  target: null,
  args: {},
  logPath: join(context!, 'build.log'),
  labels: { 'assay.test': 'build' },
});
