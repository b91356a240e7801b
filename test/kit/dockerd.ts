import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/platform/process.ts';
import { askEngine } from './engine.ts';
import { eventually, processesWith } from './processes.ts';

/**
 * A Docker daemon of our own, that may be killed without anybody else noticing. It has a network namespace of
 * its own: two daemons in one take the bridge from each other.
 */
export interface Daemon extends AsyncDisposable {
  readonly socketPath: string;
  /** As a crash would: it has no time for anything. */
  kill(): Promise<void>;
  /** After {@link kill}. */
  restart(): Promise<void>;
}

export async function dockerDaemon(): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-dockerd-'));
  const socketPath = join(folder, 'docker.sock');
  let daemon: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const log = openSync(join(folder, 'log'), 'a');
    daemon = spawn('unshare', ['--net', 'dockerd', ...daemonOptions(folder, socketPath)], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const answers = () =>
      askEngine(socketPath, '/version').then(
        () => true,
        () => false,
      );
    if (await eventually(answers, 30_000)) return;
    throw new Error(`dockerd does not answer: ${readFileSync(join(folder, 'log'), 'utf8').slice(-2000)}`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    daemon.kill(signal);
    await once(daemon, 'exit');
  };
  const restart = async (): Promise<void> => {
    // Its containerd died with it. Where the machine's first process does not reap it, dockerd takes it for alive.
    await rm(join(folder, 'exec/containerd/containerd.pid'), { force: true });
    await start();
  };
  const dispose = async (): Promise<void> => {
    await end('SIGTERM');
    // The containerd of a daemon that was killed runs on, and what it runs. All have our folder in their arguments.
    const isOver = () => {
      const left = processesWith(folder);
      for (const pid of left) process.kill(pid, 'SIGKILL');
      return left.length === 0;
    };
    await eventually(isOver);
    await unmountBelow(folder);
    await rm(folder, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  return { socketPath, kill: () => end('SIGKILL'), restart, [Symbol.asyncDispose]: dispose };
}

function daemonOptions(folder: string, socketPath: string): string[] {
  return [
    `--host=unix://${socketPath}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'pid')}`,
    '--storage-driver=vfs',
    '--iptables=false',
  ];
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const below = mounts.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(folder));
  for (const path of below.reverse()) await runCommand(['umount', '--lazy', path]);
}
