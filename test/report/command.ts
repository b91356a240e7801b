import { join } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../../src/cli/context.ts';
import { AssayError, type ExitCode, exitCodeOf } from '../../src/core/error.ts';
import { openStore } from '../../src/store/open.ts';

/** What a command said and how it ended. */
export interface Said {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the report against the store and the results of `folder`. */
export async function runIn(
  folder: string,
  make: (context: Context) => Command,
  args: readonly string[],
  options: { json?: boolean } = {},
): Promise<Said> {
  let [exitCode, stdout, stderr] = [0 as ExitCode, '', ''];
  const context: Context = {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    cwd: folder,
    ...{ color: false, interactive: false, columns: 120, json: options.json ?? false },
    signal: new AbortController().signal,
    exit: (code) => {
      exitCode = code;
    },
    files: { config: null, db: null },
    async openProjectStore(open) {
      const store = await openStore(join(folder, 'assay.db'), open);
      const close = async (): Promise<void> => {
        await store[Symbol.asyncDispose]();
      };
      return {
        store,
        projectRoot: folder,
        resultsDir: join(folder, 'results'),
        [Symbol.asyncDispose]: close,
      };
    },
  };
  try {
    await make(context)
      .exitOverride()
      .parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    exitCode = exitCodeOf(error.code);
    stderr += `${error.message}\n${error.hint ?? ''}\n`;
  }
  return { exitCode, stdout, stderr };
}
