import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory with files, gone when disposed. */
export interface Temporary extends AsyncDisposable {
  readonly path: string;
}

/** Files by path and content, in a new directory. */
export async function temporary(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Temporary> {
  const path = await mkdtemp(join(tmpdir(), 'assay config é '));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
