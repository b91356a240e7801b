import type { Context } from '../../src/cli/context.ts';

/** A context that keeps what is printed. */
export function initContext(cwd: string, json: boolean) {
  const output = { stdout: '', stderr: '' };
  const context: Context = {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    cwd,
    color: false,
    interactive: false,
    columns: 80,
    signal: new AbortController().signal,
    json,
    exit: () => {},
    files: { config: null, db: null },
    openProjectStore: () => Promise.reject(new Error('init opens no store')),
  };
  return { context, output };
}
