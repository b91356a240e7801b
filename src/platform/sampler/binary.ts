import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import { COMPILE_FLAGS, compile, compilerOf } from './compile.ts';

export interface BinaryOptions {
  readonly signal?: AbortSignal;
}

/** A static program in C that comes with Assay as its sources. */
interface Program {
  /** In messages, and of the folder in the cache. */
  readonly name: 'sampler' | 'probes';
  readonly sources: string;
}

/** The sampler, for this machine. */
export function ensureSampler(options: BinaryOptions = {}): Promise<string> {
  return ensureProgram(programIn('sampler'), options);
}

/** The probes of a calibration, for this machine. */
export function ensureProbes(options: BinaryOptions = {}): Promise<string> {
  return ensureProgram(programIn('probes'), options);
}

function programIn(name: Program['name']): Program {
  return { name, sources: fileURLToPath(new URL(`../../../${name}/`, import.meta.url)) };
}

/**
 * The path of the program: one prebuilt for this architecture beside its sources, else the one in the
 * user's cache, compiled now if these very sources were not yet. Safe in several processes at once.
 */
async function ensureProgram(program: Program, { signal }: BinaryOptions): Promise<string> {
  const prebuilt = join(program.sources, 'prebuilt', process.arch, fileOf(program));
  if (await isExecutable(prebuilt)) return prebuilt;
  const cached = await cachedPath(program, process.env);
  if (!(await isExecutable(cached))) await compileInto(program, cached, signal);
  return cached;
}

function fileOf({ name }: Program): string {
  return `assay-${name}`;
}

/** Equal sources, flags and compiler give an equal path, whatever the version of Assay. */
async function cachedPath(program: Program, env: NodeJS.ProcessEnv): Promise<string> {
  const names = await sourceNames(program);
  const sources = await Promise.all(
    names.map(async (name) => [name, await readFile(join(program.sources, name), 'utf8')]),
  );
  const key = digest({ sources, flags: COMPILE_FLAGS, compiler: compilerOf(env), arch: process.arch });
  // XDG Base Directory Specification 0.8: unset, empty and relative values count as unset.
  const xdg = env.XDG_CACHE_HOME ?? '';
  const cache = xdg.startsWith('/') ? xdg : join(homedir(), '.cache');
  return join(cache, 'assay', program.name, key.slice(0, 32), fileOf(program));
}

async function sourceNames({ name, sources }: Program): Promise<string[]> {
  const names = (await readdir(sources)).filter((file) => /\.[ch]$/.test(file)).sort();
  if (names.length > 0) return names;
  throw new AssayError('infrastructure', `the sources of the ${name} are missing from ${sources}`, {
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
async function compileInto(program: Program, path: string, signal: AbortSignal | undefined): Promise<void> {
  const sources = (await sourceNames(program))
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(program.sources, name));
  const scratch = await scratchBeside(program, path);
  try {
    const output = join(scratch, fileOf(program));
    const order = { what: program.name, compiler: compilerOf(process.env), sources, output };
    await compile(order, signal);
    // Whatever the umask: in a container it may be another user who starts it.
    await chmod(output, 0o755);
    await rename(output, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function scratchBeside({ name }: Program, path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await mkdtemp(join(dirname(path), 'compile-'));
  } catch (cause) {
    throw new AssayError(
      'infrastructure',
      `cannot write the ${name} to ${dirname(path)}: ${(cause as Error).message}`,
      {
        hint: 'make it writable, or set XDG_CACHE_HOME to a folder that is',
        cause,
      },
    );
  }
}
