import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The top of the checkout. */
export const ROOT = join(import.meta.dirname, '..');

/** The pinned Node, without the warning about its SQLite. */
export const NODE: readonly string[] = [
  join(ROOT, 'node_modules/node/bin/node'),
  '--disable-warning=ExperimentalWarning',
];

/** Runs a command in the checkout with its output shown, and gives its exit code. */
export function run(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
