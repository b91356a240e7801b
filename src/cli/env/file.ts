import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { EnvironmentFile } from '../schemas/env.ts';

/** An environment from the store or from a file; a stored one has no conditions, those belong to runs. */
export interface NamedEnvironment {
  readonly id: string;
  readonly identity: unknown;
  readonly conditions?: unknown;
}

/** A record is some 10 kB; what is a hundred times as large is something else. */
const LARGEST_FILE_BYTES = 1024 ** 2;

/** Reads an environment written by `assay env show --json` or `assay doctor --json`, here or elsewhere. */
export async function readEnvironmentFile(cwd: string, path: string): Promise<NamedEnvironment> {
  const hint = 'write one on the other machine: assay env show --json > FILE';
  let content: unknown;
  try {
    const file = resolve(cwd, path);
    if ((await stat(file)).size > LARGEST_FILE_BYTES) throw new Error('it is larger than 1 MiB');
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AssayError('input', `${path} cannot be read as JSON: ${(cause as Error).message}`, {
      hint,
      cause,
    });
  }
  const parsed = EnvironmentFile.safeParse(content);
  if (parsed.success) return parsed.data.environment;
  const issue = parsed.error.issues[0];
  throw new AssayError(
    'input',
    `${path} is not an environment: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    { hint, cause: parsed.error },
  );
}
