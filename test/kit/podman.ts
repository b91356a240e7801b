import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/process.ts';
import { askEngine } from './engine.ts';
import { eventually } from './processes.ts';

/** A Podman with its own images and containers, behind its compatible socket, until disposed. */
export interface PodmanService extends AsyncDisposable {
  readonly socketPath: string;
}

/**
 * Debian's crun refuses a machine that mounts both versions of cgroups, so runc starts the containers. Limits
 * are ours: Podman's own defaults are above what a service without CAP_SYS_RESOURCE may set.
 */
export async function podmanService(): Promise<PodmanService> {
  await using made = new AsyncDisposableStack();
  // A path without spaces: conmon does not stand them.
  const folder = await mkdtemp(join(tmpdir(), 'assay-podman-'));
  made.defer(() => rm(folder, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, CONTAINERS_CONF: join(folder, 'containers.conf') };
  await writeFile(env.CONTAINERS_CONF, configuration());
  // Layers are copied, so that nothing is mounted that would outlive a test.
  const storage = [
    '--root',
    join(folder, 'root'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'vfs',
  ];
  const podman = ['podman', ...storage];
  made.defer(async () => {
    await runCommand([...podman, 'rm', '--all', '--force', '--time', '0'], { env });
  });
  const socketPath = join(folder, 'podman.sock');
  const [file, ...args] = [...podman, 'system', 'service', '--time=0', `unix://${socketPath}`];
  const service = spawn(file!, args, { env, stdio: ['ignore', 'ignore', 'ignore'] });
  made.defer(async () => {
    service.kill();
    if (service.exitCode === null && service.signalCode === null) await once(service, 'exit');
  });
  const answers = () =>
    askEngine(socketPath, '/version').then(
      () => true,
      () => false,
    );
  if (!(await eventually(answers))) throw new Error('podman system service does not answer');
  const stack = made.move();
  return { socketPath, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function configuration(): string {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const nofile = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)![1];
  const nproc = readFileSync('/proc/sys/kernel/pid_max', 'utf8').trim();
  return `[containers]
default_ulimits = ["nofile=${nofile}:${nofile}", "nproc=${nproc}:${nproc}"]
[engine]
runtime = "runc"
`;
}
