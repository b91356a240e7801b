import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The launcher that users call. */
export const ASSAY = fileURLToPath(new URL('../../bin/assay', import.meta.url));

export interface Said {
  /** `null` when ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AssayOptions {
  readonly cwd: string;
  /** On top of {@link testEnvironment}; `undefined` removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A running Assay. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Said>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once stdout and stderr together match. Fails when it ended without. */
  says(pattern: RegExp): Promise<void>;
}

/**
 * The environment of a user with no git configuration, and without the marks of the test runner or of a CI, which
 * would choose where is measured. Each has a queue of its own for the machine: tests look at what is measured, not
 * at how well.
 */
export function testEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const mark of ['NODE_TEST_CONTEXT', 'NODE_OPTIONS', 'NODE_V8_COVERAGE', 'CI', 'ASSAY_CONTEXT'])
    delete env[mark];
  return {
    ...env,
    ASSAY_QUEUE: randomUUID(),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.org',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.org',
  };
}

/** Runs the real launcher to its end. */
export function runAssay(args: readonly string[], options: AssayOptions): Promise<Said> {
  return startAssay(args, options).ended;
}

export function startAssay(args: readonly string[], options: AssayOptions): Started {
  const child = spawn(ASSAY, args, {
    cwd: options.cwd,
    env: { ...testEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = once(child, 'close').then(([exitCode, signal]) => ({ exitCode, signal, ...output.read() }));
  return {
    pid: child.pid!,
    ended,
    kill: (signal) => void child.kill(signal),
    says: (pattern) => output.says(pattern),
  };
}

function collect(child: ChildProcessByStdio<null, Readable, Readable>) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return {
    read: () => texts,
    says: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(texts.stdout + texts.stderr)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('close', () =>
          reject(new Error(`ended without ${pattern}:\n${texts.stdout}${texts.stderr}`)),
        );
        look();
      }),
  };
}
