import { execFile } from 'node:child_process';
import type { Probed } from '../probed.ts';
import { loadToolCache, type ToolCache } from './tool-cache.ts';
import { findOnPath, type Program } from './tool-path.ts';
import { BUILDERS, type BuilderName, COMPILERS, type CompilerName, type Tool } from './tools.ts';

/** The line in which each program states its version, used or not; `null` for one that is not on PATH. */
export interface Toolchain {
  readonly compilers: Readonly<Record<CompilerName, Probed<string | null>>>;
  readonly builders: Readonly<Record<BuilderName, Probed<string | null>>>;
}

export interface ToolchainOptions {
  /** Where the programs are asked: version managers answer by folder. */
  readonly worktree: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Limit of one `--version`, in milliseconds: ten times the slowest answer seen (rustc through rustup with
 * cold caches, 0.2 s).
 */
const TOOL_LIMIT_MS = 2000;

/** Asking for a version must not download one. */
const OFFLINE = { LC_ALL: 'C', RUSTUP_AUTO_INSTALL: '0', GOTOOLCHAIN: 'local', GOTELEMETRY: 'off' };

/** Asks all programs at once; an answer of an unchanged binary is remembered between runs. */
export async function probeToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const env = options.env ?? process.env;
  const cache = await loadToolCache(env);
  const askAll = async <Name extends string>(
    tools: Readonly<Record<Name, Tool>>,
  ): Promise<Record<Name, Probed<string | null>>> => {
    const entries = Object.entries<Tool>(tools).map(
      async ([name, tool]) => [name, await askTool(tool, { ...options, env }, cache)] as const,
    );
    return Object.fromEntries(await Promise.all(entries)) as Record<Name, Probed<string | null>>;
  };
  const [compilers, builders] = await Promise.all([askAll(COMPILERS), askAll(BUILDERS)]);
  await cache.save();
  return { compilers, builders };
}

async function askTool(
  tool: Tool,
  options: ToolchainOptions & { env: NodeJS.ProcessEnv },
  cache: ToolCache,
): Promise<Probed<string | null>> {
  const program = await findOnPath(tool.command, options.env.PATH ?? '');
  if (program === null) return { value: null };
  const known = cache.get(program, tool.args);
  if (known !== undefined) return { value: known };
  const answer = await runVersion(program, tool.args, options);
  if ('value' in answer) cache.set(program, tool.args, answer.value);
  return answer;
}

function runVersion(
  program: Program,
  args: readonly string[],
  options: ToolchainOptions & { env: NodeJS.ProcessEnv },
): Promise<Probed<string>> {
  const { promise, resolve } = Promise.withResolvers<Probed<string>>();
  const child = execFile(
    program.path,
    args,
    {
      cwd: options.worktree,
      env: { ...options.env, ...OFFLINE },
      timeout: TOOL_LIMIT_MS,
      killSignal: 'SIGKILL',
      signal: options.signal,
      encoding: 'utf8',
    },
    (error, stdout, stderr) =>
      resolve(error ? { unavailable: whyNot(error) } : versionIn(`${stdout}\n${stderr}`)),
  );
  child.stdin?.end();
  // A grandchild may hold the pipes open after the kill; the answer must not wait for it.
  child.once('exit', (_, signal) => {
    if (signal !== null) resolve({ unavailable: whyNot({ killed: child.killed }) });
  });
  return promise;
}

/** The first line that holds a version; warnings before it are passed over. */
export function versionIn(output: string): Probed<string> {
  const line = output
    .split('\n')
    .find((each) => /\d+\.\d+/.test(each) && !/^(?:picked up|warning)/i.test(each));
  return line ? { value: line.trim().slice(0, LONGEST_LINE) } : { unavailable: 'it printed no version' };
}

/** More than any version line met, less than a table cell cannot show. */
const LONGEST_LINE = 120;

/** Without the message, which would name the program's path and so perhaps its user. */
function whyNot(error: { code?: unknown; killed?: boolean | undefined }): string {
  if (error.killed) return `no answer within ${TOOL_LIMIT_MS} ms`;
  return typeof error.code === 'number'
    ? `it failed with exit code ${error.code}`
    : `it could not be run (${String(error.code)})`;
}
