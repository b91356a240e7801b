import {
  argvOf,
  type CommandSpec,
  commandText,
  type PlannedBenchmark,
  type PlannedCase,
} from '../config/plan.ts';
import { AssayError } from '../core/error.ts';
import type { StartedContainer } from '../environment/record.ts';
import type { ExecutionRequest, ExecutionResult, Output } from '../platform/sampler/execution.ts';
import { redact, type Secrets } from '../platform/secret.ts';
import { CaseFailure } from './case-failure.ts';
import { lastLines, saidLast } from './last-lines.ts';
import { markOld, type OwnValue, ownResults, type ResultReader } from './own-results.ts';
import type { Unavailable } from './recorder.ts';
import { metricValues } from './values.ts';

/** Runs the commands of one side of one case, wherever that is. Disposing ends where it ran them. */
export interface Executor extends AsyncDisposable {
  /** Metrics that cannot be measured there, with the reason. */
  readonly unavailable: Unavailable;
  /** The container that it is, where it is one. */
  readonly container: StartedContainer | null;
  /** Runs `setup`, `prepare` or `cleanup` if there is one. Anything but exit code 0 is a {@link CaseFailure}. */
  auxiliary(role: 'setup' | 'prepare' | 'cleanup', signal?: AbortSignal): Promise<ExecutionResult | null>;
  /** Runs the command once; an unwanted outcome is a {@link CaseFailure}. */
  sample(padBytes: number, signal: AbortSignal): Promise<Sampled>;
  /** What the last execution measured itself; empty where the benchmark has no `parse`. */
  results(): Promise<readonly OwnValue[]>;
}

/** One execution of the command. */
export interface Sampled {
  readonly result: ExecutionResult;
  /** By metric, in its unit; `null` where there is no value of this execution. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** Where commands run: what they see of their files and variables, and how they are run there. */
export interface Surroundings extends AsyncDisposable {
  readonly unavailable: Unavailable;
  readonly container: StartedContainer | null;
  /** Working directory of the commands, as they see it. */
  readonly cwd: string;
  /** The file of the project that `stdin` names, as commands see it. */
  readonly stdin: string | null;
  /** Where the output of the last execution goes, as commands see it. */
  readonly stdoutPath: string;
  readonly stderrPath: string;
  /** The whole environment of a command. */
  env(padBytes?: number): Record<string, string>;
  /** Runs one command. That it could not because of where it ran is a {@link CaseFailure}. */
  execute(request: ExecutionRequest, signal?: AbortSignal): Promise<ExecutionResult>;
  /** The same for the measured one, with what only is known of where it ran. */
  measure(request: ExecutionRequest, signal: AbortSignal): Promise<Sampled>;
  /** A file that commands wrote, `path` relative to where they ran, brought to where Assay can read it. */
  fetch(path: string): Promise<string>;
}

export interface ExecutorOptions {
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly secrets: Secrets;
  /** There when the case has `parse`. */
  readonly readResults: ResultReader | null;
}

export function executorIn(surroundings: Surroundings, options: ExecutorOptions): Executor {
  const { benchmark, case: planned } = options;
  const request = (command: CommandSpec, padBytes?: number): ExecutionRequest => ({
    argv: argvOf(command),
    env: surroundings.env(padBytes),
    cwd: surroundings.cwd,
    stdout: stdoutOf(benchmark, surroundings),
    stderr: { kind: 'file', path: surroundings.stderrPath },
    timeoutMs: benchmark.timeoutS * 1000,
  });
  return {
    unavailable: surroundings.unavailable,
    container: surroundings.container,
    async auxiliary(role, signal) {
      const command = planned[role];
      if (!command) return null;
      const result = await surroundings.execute(request(command), signal);
      if (result.status !== 'exited' || result.exitCode !== 0) {
        throw await failure(`${role} failed`, command, result, surroundings, options);
      }
      return result;
    },
    async sample(padBytes, signal) {
      if (planned.parse?.from)
        await markOld(planned.parse.from, await surroundings.fetch(planned.parse.from));
      const base = request(planned.command, padBytes);
      const stdin = surroundings.stdin === null ? {} : { stdin: surroundings.stdin };
      const sampled = await surroundings.measure({ ...base, ...stdin }, signal);
      if (!accepted(sampled.result, benchmark.ignoreExitCode))
        throw await failure('', planned.command, sampled.result, surroundings, options);
      return sampled;
    },
    async results() {
      const { parse: spec } = planned;
      if (!spec) return [];
      const values = options.secrets.values();
      try {
        const path = await surroundings.fetch(spec.from ?? surroundings.stdoutPath);
        const found = await ownResults({ benchmark, spec, read: options.readResults!, path });
        return found.map((each) => ({ ...each, name: redact(each.name, values) }));
      } catch (error) {
        throw error instanceof CaseFailure ? new CaseFailure(redact(error.message, values)) : error;
      }
    },
    [Symbol.asyncDispose]: () => surroundings[Symbol.asyncDispose](),
  };
}

/** An execution of which nothing is known but what the sampler says. */
export function sampledBy(result: ExecutionResult): Sampled {
  return { result, values: metricValues(result) };
}

function stdoutOf({ output }: PlannedBenchmark, { stdoutPath }: Surroundings): Output {
  if (output === 'log') return { kind: 'file', path: stdoutPath };
  return { kind: output === 'pipe' ? 'pipe' : 'null' };
}

function accepted(result: ExecutionResult, ignore: PlannedBenchmark['ignoreExitCode']): boolean {
  if (result.status !== 'exited' || result.exitCode === null) return false;
  return (
    result.exitCode === 0 || ignore === true || (Array.isArray(ignore) && ignore.includes(result.exitCode))
  );
}

async function failure(
  what: string,
  command: CommandSpec,
  result: ExecutionResult,
  surroundings: Surroundings,
  { benchmark, secrets }: ExecutorOptions,
): Promise<CaseFailure> {
  const how = outcome(result, benchmark.timeoutS);
  const said = await saidBy(surroundings, secrets);
  return new CaseFailure(
    `${what === '' ? '' : `${what}: `}${commandText(command)}: ${how}${said === '' ? '' : ` (${said})`}`,
  );
}

export function outcome(result: ExecutionResult, timeoutS: number): string {
  switch (result.status) {
    case 'exited':
      return `exit code ${result.exitCode}`;
    case 'signaled':
      return `ended by signal ${result.signal}`;
    case 'timeout':
      return `timed out after ${timeoutS} s`;
    case 'cancelled':
      return 'cancelled';
    case 'spawn-failed':
      return `could not be started: ${result.error}`;
  }
}

async function saidBy(surroundings: Surroundings, secrets: Secrets): Promise<string> {
  const text = await surroundings
    .fetch(surroundings.stderrPath)
    .then((path) => lastLines(path))
    .catch(() => '');
  return saidLast(redact(text, secrets.values()));
}

/** A wish to stop is an `interrupted` error wherever it was noticed. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new AssayError('interrupted', 'interrupted', { cause: signal.reason });
}
