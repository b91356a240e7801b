import { spawn } from 'node:child_process';
import type { SamplerEnd, SamplerTransport } from './transport.ts';

/** Starts the sampler as a process of this host. That it cannot be started shows as its end. */
export function spawnedSampler(path: string, args: readonly string[] = []): SamplerTransport {
  // A session of its own: Ctrl-C in the terminal reaches Assay, which decides what becomes of the command.
  const child = spawn(path, args, { detached: true, env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<SamplerEnd>((resolve) => {
    child.once('error', (cause) => resolve({ how: `could not be started: ${cause.message}`, cause }));
    child.once('close', (code, signal) =>
      resolve({ how: signal ? `was ended by ${signal}` : `exited with ${code}` }),
    );
  });
  return {
    name: path,
    pid: child.pid ?? 0,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    hint: `try again; if it repeats, remove ${path} (it is compiled again), and see that its filesystem permits execution`,
    kill: () => child.kill('SIGKILL'),
  };
}
