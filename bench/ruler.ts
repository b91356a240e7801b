import type { ExecutionRequest } from '../src/platform/sampler/execution.ts';
import { type Sampler, startSampler } from '../src/platform/sampler/sampler.ts';
import { median } from '../src/stats/descriptive.ts';

export interface Timed {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Exit codes that are right; 0 unless told. */
  readonly accept?: readonly number[];
}

/** Times whole processes with the sampler: one ruler for both sides. */
export interface Ruler extends AsyncDisposable {
  /** Median wall time of so many executions in a row, in seconds. A wrong exit code is an error. */
  time(command: Timed, executions: number, signal: AbortSignal): Promise<number>;
  /** The shortest of them: what it takes on a machine that does nothing else. */
  shortest(command: Timed, executions: number, signal: AbortSignal): Promise<number>;
}

export async function startRuler(): Promise<Ruler> {
  const sampler = await startSampler();
  const times = async (command: Timed, executions: number, signal: AbortSignal): Promise<number[]> => {
    const wallS: number[] = [];
    for (let i = 0; i < executions; i++) wallS.push(await once(sampler, command, signal));
    return wallS;
  };
  return {
    time: async (...asked) => median(await times(...asked)),
    shortest: async (...asked) => Math.min(...(await times(...asked))),
    [Symbol.asyncDispose]: () => sampler.close(),
  };
}

async function once(sampler: Sampler, command: Timed, signal: AbortSignal): Promise<number> {
  const { argv, cwd, env, accept = [0] } = command;
  const request: ExecutionRequest = { argv, cwd, env, stdout: { kind: 'null' }, stderr: { kind: 'null' } };
  const { status, exitCode, wallNs, error } = await sampler.execute(request, signal);
  if (status !== 'exited' || !accept.includes(exitCode!)) {
    throw new Error(`${argv.join(' ')}: ${error ?? `${status} ${exitCode}`}`);
  }
  return wallNs / 1e9;
}

/** This process's environment as plain strings, with some variables of its own. */
export function environmentWith(own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return { ...env, ...own };
}
