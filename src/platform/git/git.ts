import { AssayError } from '../../core/error.ts';
import { type CommandResult, runCommand } from '../process.ts';

export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly input?: string;
}

/**
 * Runs git in `cwd` and gives its output without the last newline. Hooks of the user are not run, nothing is
 * asked, messages are in English, and variables that point git at another repository are dropped.
 */
export async function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const result = await tryGit(cwd, args, options);
  if (result.exitCode === 0) return result.stdout.replace(/\n$/, '');
  throw new AssayError('infrastructure', `git ${args[0]} failed in ${cwd}: ${firstLine(result.stderr)}`, {
    hint: `see for yourself: git -C ${cwd} ${args.join(' ')}`,
  });
}

/** As {@link git}, for calls whose failure is an answer. */
export function tryGit(
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<CommandResult> {
  return runCommand(['git', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=off', ...args], {
    cwd,
    env: gitEnvironment(process.env),
    ...options,
  });
}

/** Without what would redirect git, with what keeps it quiet. */
export function gitEnvironment(from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(from)) {
    if (!REDIRECTS.has(name)) env[name] = value;
  }
  return { ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

/** `git rev-parse --local-env-vars`, git 2.39: a hook runs with these set. */
export const REDIRECTS: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_REPLACE_REF_BASE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
]);

export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
