import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect, parseEnv } from 'node:util';
import { AssayError } from '../core/error.ts';
import { tryGit } from './git/git.ts';

/** A value that shows itself only when asked: printed, logged or stored it is `[secret NAME]`. */
export class Secret {
  readonly name: string;
  readonly #value: string;

  constructor(name: string, value: string) {
    this.name = name;
    this.#value = value;
  }

  /** The value itself, for the environment of a command and for nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[secret ${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** By name. */
export type Secrets = ReadonlyMap<string, Secret>;

/** A place of the configuration that asks for a secret. */
export interface SecretUse {
  readonly name: string;
  /** `assay.yaml:12:5` */
  readonly at: string;
}

/**
 * The values of all secrets asked for: from the environment, else from `.env` in `directory`. An empty value
 * counts as absent. Throws an AssayError of code `config` that names every absent one, or a `.env` that git
 * tracks.
 */
export async function resolveSecrets(
  uses: readonly SecretUse[],
  directory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Secrets> {
  const secrets = new Map<string, Secret>();
  if (uses.length === 0) return secrets;
  const file = join(directory, '.env');
  const written = await untrackedEnv(directory, file);
  const absent: string[] = [];
  for (const { name, at } of uses) {
    const value = environment[name] || written[name];
    if (value) secrets.set(name, new Secret(name, value));
    else absent.push(`${at}: the secret ${name} is neither in the environment nor in ${file}`);
  }
  if (absent.length > 0) {
    throw new AssayError('config', absent.join('\n'), {
      hint: 'set it in either place; keep .env out of git',
    });
  }
  return secrets;
}

/** The text with every secret's value replaced by its name, the longest value first. */
export function redact(text: string, secrets: Iterable<Secret>): string {
  const shown = [...secrets].flatMap((secret) => parts(secret.reveal()).map((part) => ({ part, secret })));
  shown.sort((a, b) => b.part.length - a.part.length);
  return shown.reduce((result, { part, secret }) => result.replaceAll(part, secret.toString()), text);
}

/** A value of several lines may be printed a line at a time; lines shorter than this say too little to hide. */
const SHORTEST_LINE = 8;

function parts(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  return value === '' ? [] : [...new Set([value, ...lines])];
}

async function untrackedEnv(
  directory: string,
  file: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AssayError('config', `${file}: cannot be read`, { cause });
  }
  if (await isTracked(directory)) {
    throw new AssayError('config', `${file} is tracked by git, so its secrets are in the history`, {
      hint: 'git rm --cached .env, add it to .gitignore, and replace the secrets',
    });
  }
  return parseEnv(text);
}

async function isTracked(directory: string): Promise<boolean> {
  const { exitCode, stdout, stderr } = await tryGit(directory, ['ls-files', '--', '.env']);
  if (exitCode === 0) return stdout !== '';
  // Outside of a repository nothing is tracked.
  if (/not a git repository/.test(stderr)) return false;
  throw new AssayError(
    'infrastructure',
    `git cannot say whether ${join(directory, '.env')} is tracked: ${stderr.trim()}`,
  );
}
