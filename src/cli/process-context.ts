import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssayError, EXIT, type ExitCode } from '../core/error.ts';
import type { Context } from './context.ts';

export interface GlobalOptions {
  readonly directory?: string;
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/** The context of the real process. `options` is asked late, because commands are built before parsing. */
export function processContext(options: () => GlobalOptions): Context {
  const controller = new AbortController();
  let signals = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      signals++;
      // The sampler sees its input end and takes everything that it started with it.
      if (signals > 1) process.exit(EXIT.interrupted);
      controller.abort(new AssayError('interrupted', 'interrupted', { cause: name }));
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader such as `head` may leave early: that is no error.
      if (error.code === 'EPIPE') return;
      writeSync(process.stderr.fd, `error: the output could not be written: ${error.message}\n`);
      process.exit(EXIT.infrastructure);
    });
  }
  const context: Context = {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    get cwd() {
      return resolve(options().directory ?? '.');
    },
    get color() {
      return options().color && wantsColour(process.stdout.isTTY);
    },
    interactive: process.stderr.isTTY === true && process.env.CI === undefined && process.env.TERM !== 'dumb',
    columns: process.stdout.columns || process.stderr.columns || 120,
    signal: controller.signal,
    get json() {
      return options().json === true;
    },
    exit(code: ExitCode) {
      process.exitCode = code;
    },
    async openProjectStore(open) {
      const { openProjectStore } = await import('./project/project.ts');
      return openProjectStore(context, open);
    },
    get files() {
      const { config, db } = options();
      return {
        config: config === undefined ? null : resolve(context.cwd, config),
        db: db === undefined ? null : resolve(context.cwd, db),
      };
    },
  };
  return context;
}

/** NO_COLOR (https://no-color.org) wins over FORCE_COLOR, which wins over the terminal. */
function wantsColour(terminal: boolean | undefined): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return terminal === true;
}
