import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import { COMPILE_FLAGS, compile, compilerOf } from './compile.ts';

export interface SamplerBinaryOptions {
  readonly signal?: AbortSignal;
}

const SOURCES = fileURLToPath(new URL('../../../sampler/', import.meta.url));

/**
 * The path of the sampler: one prebuilt for this architecture beside its sources, else the one in the
 * user's cache, compiled now if these very sources were not yet. Safe in several processes at once.
 */
export async function ensureSampler(options: SamplerBinaryOptions = {}): Promise<string> {
  const prebuilt = join(SOURCES, 'prebuilt', process.arch, 'assay-sampler');
  if (await isExecutable(prebuilt)) return prebuilt;
  const cached = await cachedPath(process.env);
  if (!(await isExecutable(cached))) await compileInto(cached, options.signal);
  return cached;
}

/** Equal sources, flags and compiler give an equal path, whatever the version of Assay. */
async function cachedPath(env: NodeJS.ProcessEnv): Promise<string> {
  const names = await sourceNames();
  const sources = await Promise.all(
    names.map(async (name) => [name, await readFile(join(SOURCES, name), 'utf8')]),
  );
  const key = digest({ sources, flags: COMPILE_FLAGS, compiler: compilerOf(env), arch: process.arch });
  // XDG Base Directory Specification 0.8: unset, empty and relative values count as unset.
  const xdg = env.XDG_CACHE_HOME ?? '';
  const cache = xdg.startsWith('/') ? xdg : join(homedir(), '.cache');
  return join(cache, 'assay', 'sampler', key.slice(0, 32), 'assay-sampler');
}

async function sourceNames(): Promise<string[]> {
  const names = (await readdir(SOURCES)).filter((name) => /\.[ch]$/.test(name)).sort();
  if (names.length > 0) return names;
  throw new AssayError('infrastructure', `the sources of the sampler are missing from ${SOURCES}`, {
    hint: 'install Assay again',
  });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Into a folder of its own first, then renamed: nobody ever sees half a binary. */
async function compileInto(path: string, signal: AbortSignal | undefined): Promise<void> {
  const sources = (await sourceNames())
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(SOURCES, name));
  const scratch = await scratchBeside(path);
  try {
    const output = join(scratch, 'assay-sampler');
    await compile(compilerOf(process.env), sources, output, signal);
    await rename(output, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function scratchBeside(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await mkdtemp(join(dirname(path), 'compile-'));
  } catch (cause) {
    throw new AssayError(
      'infrastructure',
      `cannot write the sampler to ${dirname(path)}: ${(cause as Error).message}`,
      {
        hint: 'make it writable, or set XDG_CACHE_HOME to a folder that is',
        cause,
      },
    );
  }
}
