import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/** A temporary folder that goes away with its user. */
export async function scratch(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
