import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AssayError } from '../core/error.ts';

export interface CommandResult {
  /** `null` when ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment, not an addition. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Fed to the command; by default its input is empty. */
  readonly input?: string;
}

/**
 * Runs a tool of ours (git and its like, never what is measured) and collects what it says. A tool that is
 * missing is an `infrastructure` error; its exit code is the caller's to judge.
 */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, {
      cwd: options.cwd,
      env: options.env,
      signal: options.signal,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A tool that ends without reading its input breaks the pipe: its exit code says all there is to say.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.on('error', (cause) => reject(startError(cause, file!, options)));
    child.on('close', (exitCode) => {
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}

function startError(cause: NodeJS.ErrnoException, file: string, options: CommandOptions): AssayError {
  if (options.signal?.aborted) return new AssayError('interrupted', 'interrupted', { cause });
  // A missing folder is told apart by nothing but a look.
  if (cause.code === 'ENOENT' && options.cwd !== undefined && !existsSync(options.cwd)) {
    return new AssayError('usage', `${options.cwd}: there is no such folder`, { cause });
  }
  const message =
    cause.code === 'ENOENT'
      ? `${file} was not found on PATH`
      : `${file} could not be started: ${cause.message}`;
  return new AssayError('infrastructure', message, {
    hint: `install ${file}; assay doctor tells what else is missing`,
    cause,
  });
}
