import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { compile, compilerOf } from '../../platform/sampler/compile.ts';
import { type Check, missing, ok, unavailable, warning } from './check.ts';

/** Whether the kernel counts instructions for the sampler: its `hello`. */
export type PerfAnswer =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string };

export interface ToolChecks {
  readonly env: NodeJS.ProcessEnv;
  readonly perf: () => Promise<PerfAnswer>;
  readonly gitVersion: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** What Assay itself is built on: a C compiler with a static C library, git, performance counters. */
export async function checkTools(options: ToolChecks): Promise<Check[]> {
  const [compiled, perf] = await Promise.all([
    tryCompile(options),
    options.perf().catch((error: unknown) => ({ failed: error })),
  ]);
  const samplerRuns = !('failed' in perf);
  return [
    compilerCheck(compiled, samplerRuns, compilerOf(options.env)),
    gitCheck(options.gitVersion),
    perfCheck(perf),
  ];
}

const PROGRAM = '#include <stdio.h>\nint main(void) { return puts("assay") < 0; }\n';

/** Compiles and links a small program as the sampler is: `null`, or what went wrong. */
async function tryCompile(options: ToolChecks): Promise<AssayError | null> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-doctor-'));
  try {
    const source = join(folder, 'hello.c');
    await writeFile(source, PROGRAM);
    await compile(
      {
        what: 'sampler',
        compiler: compilerOf(options.env),
        sources: [source],
        output: join(folder, 'hello'),
      },
      options.signal,
    );
    return null;
  } catch (error) {
    return error instanceof AssayError
      ? error
      : new AssayError('infrastructure', String(error), { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The compiler is needed once, for the sampler; one that is already there runs without. */
function compilerCheck(failure: AssayError | null, samplerRuns: boolean, compiler: readonly string[]): Check {
  const name = 'C compiler';
  if (failure === null) return ok(name, `${compiler.join(' ')} builds static programs`);
  const finding = failure.message.split('\n')[0]!;
  const fix = failure.hint ?? INSTALL_COMPILER;
  return samplerRuns
    ? warning(name, `${finding}; the sampler already built still runs`, fix)
    : missing(name, finding, fix);
}

const INSTALL_COMPILER = 'sudo apt install gcc libc6-dev';

/** `git rev-list --end-of-options` came with 2.24 (git Documentation/RelNotes/2.24.0); nothing newer is used. */
const OLDEST_GIT = [2, 24] as const;

export function gitCheck(version: string | null): Check {
  const name = 'git';
  const fix = 'sudo apt install git';
  if (version === null) return missing(name, 'git was not found on PATH', fix);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return missing(name, `git does not work: ${version}`, fix);
  const old =
    Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]);
  return old ? missing(name, `${version} is older than ${OLDEST_GIT.join('.')}`, fix) : ok(name, version);
}

function perfCheck(perf: PerfAnswer | { readonly failed: unknown }): Check {
  const name = 'performance counters';
  if ('failed' in perf) {
    const reason = perf.failed instanceof Error ? perf.failed.message.split('\n')[0] : String(perf.failed);
    return unavailable(name, `the sampler does not run: ${reason}`);
  }
  if (perf.available) return ok(name, 'instructions and cycles are counted');
  const forbidden = /paranoid/.test(perf.reason);
  return warning(
    name,
    `instructions and cycles cannot be counted: ${perf.reason}`,
    forbidden ? 'sudo sysctl kernel.perf_event_paranoid=1' : null,
  );
}
