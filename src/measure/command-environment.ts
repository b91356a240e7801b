import { OUTPUT_VARIABLE } from '../config/own-results.ts';
import type { EnvValue } from '../config/plan.ts';
import { AssayError } from '../core/error.ts';
import { REDIRECTS } from '../platform/git/git.ts';
import type { Secrets } from '../platform/secret.ts';

export interface CommandEnvironmentOptions {
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly secrets: Secrets;
  readonly cwd: string;
  /** The run being measured: marks its processes, so that they can be found after a crash. */
  readonly runId?: string;
  /** Length of a variable that only takes up room, in bytes. */
  readonly padBytes?: number;
  /** Folder for what commands write besides, as they see it. */
  readonly output?: string;
  /** What is there without any of this; the user's own environment unless told. */
  readonly inherited?: Readonly<Record<string, string>>;
}

/** The name of the variable that marks the processes of a run. */
export const RUN_VARIABLE = 'ASSAY_RUN';

/** Variables of the shell or the make that started us, which would differ between otherwise equal runs. */
const TRANSIENT = new Set(['_', 'OLDPWD', 'SHLVL', 'MAKEFLAGS', 'MAKELEVEL', 'MFLAGS']);

/**
 * The inherited environment with the benchmark's variables, in sorted order. Apart from `PWD` (whose values have
 * equal length on both sides) and the padding, it is the same for both sides of a comparison.
 */
export function commandEnvironment(options: CommandEnvironmentOptions): Record<string, string> {
  const env: Record<string, string> = { ...(options.inherited ?? usersEnvironment()) };
  for (const [name, value] of Object.entries(options.env)) {
    env[name] = typeof value === 'string' ? value : secretValue(options.secrets, value.secret);
  }
  env.PWD = options.cwd;
  if (options.output !== undefined) env[OUTPUT_VARIABLE] = options.output;
  if (options.runId !== undefined) env[RUN_VARIABLE] = options.runId;
  if (options.padBytes !== undefined) env.ASSAY_PAD = 'x'.repeat(options.padBytes);
  return Object.fromEntries(Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function usersEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !TRANSIENT.has(name) && !REDIRECTS.has(name)) env[name] = value;
  }
  return env;
}

function secretValue(secrets: CommandEnvironmentOptions['secrets'], name: string): string {
  const secret = secrets.get(name);
  if (!secret) throw new AssayError('config', `secret ${name} was not resolved`);
  return secret.reveal();
}
