import { open } from 'node:fs/promises';
import { AssayError } from '../core/error.ts';

/** 1 MiB: ten thousand benchmarks fit; a longer file is a mistake or an attack. */
export const MOST_BYTES = 1024 * 1024;

/** The text of a configuration file; a byte order mark is dropped. Errors name `file`. */
export async function readText(path: string, file: string): Promise<string> {
  return decode(await readBytes(path, file), file);
}

/** UTF-8 text of bytes, or an error that says why it is none. */
export function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length > MOST_BYTES) throw tooLarge(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AssayError('config', `${file}: is not UTF-8 text`, { hint: 'save it as UTF-8', cause });
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const line = text.slice(0, nul).split('\n').length;
    throw new AssayError('config', `${file}:${line}: holds a NUL character`, {
      hint: 'save it as UTF-8 text',
    });
  }
  return text;
}

async function readBytes(path: string, file: string): Promise<Uint8Array> {
  try {
    await using handle = await open(path);
    const about = await handle.stat();
    if (!about.isFile()) throw new AssayError('config', `${file}: is not a file`);
    if (about.size > MOST_BYTES) throw tooLarge(file);
    return await handle.readFile();
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AssayError(
      'config',
      `${file}: ${missing ? 'there is no such file' : `cannot be read: ${(cause as Error).message}`}`,
      {
        ...(missing ? { hint: 'run `assay init`' } : {}),
        cause,
      },
    );
  }
}

function tooLarge(file: string): AssayError {
  return new AssayError('config', `${file}: is larger than 1 MiB`, {
    hint: 'see docs/reference/configuration.md',
  });
}
