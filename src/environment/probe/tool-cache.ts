import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import type { Program } from './tool-path.ts';

/** Versions of binaries by their path, size and time of change, kept between runs of Assay. */
export interface ToolCache {
  get(program: Program, args: readonly string[]): string | undefined;
  set(program: Program, args: readonly string[], version: string): void;
  /** Writes what is new. A cache that cannot be written is no error: the next run asks again. */
  save(): Promise<void>;
}

const Stored = z.strictObject({
  schema: z.literal('assay.toolchain-cache/1'),
  versions: z.record(z.string(), z.string()),
});

/** Entries kept, newest last: several times the programs asked, so that upgrades do not add up forever. */
const MOST_ENTRIES = 200;

export async function loadToolCache(env: NodeJS.ProcessEnv): Promise<ToolCache> {
  const path = cachePath(env);
  const versions = new Map(Object.entries(await readStored(path)));
  let changed = false;
  return {
    get: (program, args) => (program.steady ? versions.get(keyOf(program, args)) : undefined),
    set(program, args, version) {
      if (!program.steady) return;
      versions.set(keyOf(program, args), version);
      changed = true;
    },
    async save() {
      if (changed) await write(path, [...versions].slice(-MOST_ENTRIES)).catch(() => {});
    },
  };
}

/** $XDG_CACHE_HOME/assay/toolchain.json, by the XDG base directory specification. */
export function cachePath(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'assay', 'toolchain.json');
}

function keyOf(program: Program, args: readonly string[]): string {
  return [program.path, program.realPath, program.size, program.mtimeMs, ...args].join('\n');
}

async function readStored(path: string): Promise<Record<string, string>> {
  try {
    return Stored.parse(JSON.parse(await readFile(path, 'utf8'))).versions;
  } catch {
    return {};
  }
}

/** Renamed into place, so that a reader never meets half a file. */
async function write(path: string, versions: readonly (readonly [string, string])[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  const stored = { schema: 'assay.toolchain-cache/1', versions: Object.fromEntries(versions) };
  await writeFile(draft, `${JSON.stringify(stored, null, 1)}\n`);
  await rename(draft, path);
}
