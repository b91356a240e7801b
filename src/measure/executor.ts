import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  argvOf,
  type CommandSpec,
  commandText,
  type PlannedBenchmark,
  type PlannedCase,
} from '../config/plan.ts';
import { AssayError } from '../core/error.ts';
import type { ExecutionRequest, ExecutionResult, Output } from '../platform/sampler/execution.ts';
import type { Sampler } from '../platform/sampler/sampler.ts';
import { redact, type Secrets } from '../platform/secret.ts';
import { CaseFailure } from './case-failure.ts';
import { commandEnvironment } from './command-environment.ts';
import { markOld, type OwnValue, ownResults, type ResultReader } from './own-results.ts';
import type { Tree } from './tree.ts';

/** Runs the commands of one case in one tree on this host, through the sampler. */
export interface HostExecutor {
  /** Runs `setup`, `prepare` or `cleanup` if there is one. Anything but exit code 0 is a {@link CaseFailure}. */
  auxiliary(
    role: 'setup' | 'prepare' | 'cleanup',
    tree: Tree,
    signal?: AbortSignal,
  ): Promise<ExecutionResult | null>;
  /** Runs the command once; an unwanted outcome is a {@link CaseFailure}. */
  sample(tree: Tree, padBytes: number, signal: AbortSignal): Promise<ExecutionResult>;
  /** What the last execution measured itself; empty where the benchmark has no `parse`. */
  results(tree: Tree): Promise<readonly OwnValue[]>;
}

export interface HostExecutorOptions {
  readonly sampler: Sampler;
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly runId: string;
  readonly secrets: Secrets;
  /** Standard error of the last execution is kept here, to be shown when it fails. */
  readonly logPath: string;
  /** There when the case has `parse`. */
  readonly readResults: ResultReader | null;
}

export function hostExecutor(options: HostExecutorOptions): HostExecutor {
  const { sampler, benchmark, case: planned } = options;
  const request = (command: CommandSpec, tree: Tree, padBytes?: number): ExecutionRequest => {
    const cwd = join(tree.project, planned.cwd);
    const environment = { env: planned.env, secrets: options.secrets, cwd, runId: options.runId };
    return {
      argv: argvOf(command),
      env: commandEnvironment(padBytes === undefined ? environment : { ...environment, padBytes }),
      cwd,
      stdout: stdoutOf(options),
      stderr: { kind: 'file', path: options.logPath },
      timeoutMs: benchmark.timeoutS * 1000,
    };
  };
  return {
    async auxiliary(role, tree, signal) {
      const command = planned[role];
      if (!command) return null;
      const result = await sampler.execute(request(command, tree), signal);
      if (result.status !== 'exited' || result.exitCode !== 0) {
        throw await failure(`${role} failed`, command, result, options);
      }
      return result;
    },
    async sample(tree, padBytes, signal) {
      if (planned.parse) await markOld({ spec: planned.parse, cwd: join(tree.project, planned.cwd) });
      const base = request(planned.command, tree, padBytes);
      const stdin = planned.stdin === null ? {} : { stdin: join(tree.project, planned.stdin) };
      const result = await sampler.execute({ ...base, ...stdin }, signal);
      if (!accepted(result, benchmark.ignoreExitCode))
        throw await failure('', planned.command, result, options);
      return result;
    },
    async results(tree) {
      const { parse: spec } = planned;
      if (!spec) return [];
      const cwd = join(tree.project, planned.cwd);
      const read = options.readResults!;
      const values = options.secrets.values();
      try {
        const found = await ownResults({ benchmark, spec, read, cwd, stdoutPath: stdoutPath(options) });
        return found.map((each) => ({ ...each, name: redact(each.name, values) }));
      } catch (error) {
        throw error instanceof CaseFailure ? new CaseFailure(redact(error.message, values)) : error;
      }
    },
  };
}

function stdoutPath({ logPath }: HostExecutorOptions): string {
  return logPath.replace(/\.stderr$/, '.stdout');
}

function stdoutOf(options: HostExecutorOptions): Output {
  if (options.benchmark.output === 'log') return { kind: 'file', path: stdoutPath(options) };
  return { kind: options.benchmark.output === 'pipe' ? 'pipe' : 'null' };
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
  options: HostExecutorOptions,
): Promise<CaseFailure> {
  const how = outcome(result, options.benchmark.timeoutS);
  const said = await lastLine(options.logPath, options.secrets);
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

async function lastLine(path: string, secrets: HostExecutorOptions['secrets']): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return redact(text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '', secrets.values()).trim();
}

/** A wish to stop is an `interrupted` error wherever it was noticed. */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new AssayError('interrupted', 'interrupted', { cause: signal.reason });
}
