import { AssayError } from '../../core/error.ts';
import { type CommandResult, runCommand } from '../process.ts';

/** The same as in the Makefiles of the sources; a test holds them together. */
export const COMPILE_FLAGS: readonly string[] = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-static'];

/** The compiler of the environment: `CC`, which may carry arguments (`ccache gcc`), or `cc`. */
export function compilerOf(env: NodeJS.ProcessEnv): readonly string[] {
  const words = (env.CC ?? '').split(/\s+/).filter((word) => word !== '');
  return words.length > 0 ? words : ['cc'];
}

export interface CompileOrder {
  /** What it will be, in messages. */
  readonly what: string;
  readonly compiler: readonly string[];
  /** Files. */
  readonly sources: readonly string[];
  readonly output: string;
}

/** Compiles the sources into one file. Whatever is missing is an `infrastructure` error that says so. */
export async function compile(order: CompileOrder, signal?: AbortSignal): Promise<void> {
  const { what, compiler, sources, output } = order;
  const argv = [...compiler, ...COMPILE_FLAGS, '-o', output, ...sources];
  const result = await run(argv, order, signal);
  if (result.exitCode === 0) return;
  const diagnostics = result.stderr.trim().split('\n').slice(0, 20).join('\n');
  throw new AssayError(
    'infrastructure',
    `${compiler.join(' ')} could not compile the ${what}:\n${diagnostics}`,
    {
      hint: hintFor(diagnostics),
    },
  );
}

async function run(
  argv: readonly string[],
  { what, compiler }: CompileOrder,
  signal: AbortSignal | undefined,
): Promise<CommandResult> {
  try {
    // The C locale: the hint is chosen by what the linker says.
    return await runCommand(argv, { env: { ...process.env, LC_ALL: 'C' }, signal });
  } catch (error) {
    const cause = error instanceof AssayError ? error.cause : error;
    if ((cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') throw error;
    throw new AssayError('infrastructure', `no C compiler: ${compiler[0]} was not found on PATH`, {
      hint: `Assay compiles its ${what} once; ${INSTALL}, or set CC`,
      cause,
    });
  }
}

const INSTALL =
  'install a compiler and the C library’s files (Debian, Ubuntu: apt install gcc libc6-dev; ' +
  'Fedora: dnf install gcc glibc-static; Alpine: apk add gcc musl-dev linux-headers)';

function hintFor(diagnostics: string): string {
  if (/cannot find -l|unable to find library/.test(diagnostics)) {
    return `the C library for static linking is missing: ${INSTALL}`;
  }
  if (/No such file or directory|file not found/.test(diagnostics)) {
    return `headers of the C library or of the kernel are missing: ${INSTALL}`;
  }
  return `${INSTALL}; or set CC to another compiler`;
}
