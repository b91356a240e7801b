import { posix } from 'node:path';
import { textOf } from './files.ts';
import { type Proposal, WORKLOAD } from './proposal.ts';

const SOURCE = 'CMakeLists.txt';

/** Folders of folders: `tools/bench/micro`. */
const DEEPEST = 3;

/** The executables that a CMake project adds, those named after benchmarks first. */
export async function detectCmake(directory: string): Promise<Proposal[]> {
  const top = await textOf(directory, SOURCE);
  if (top === null) return [];
  const output =
    /set\s*\(\s*CMAKE_RUNTIME_OUTPUT_DIRECTORY\s+"?\$\{(?:CMAKE|PROJECT)_BINARY_DIR\}\/?([\w/-]*)"?/i.exec(
      uncommented(top),
    )?.[1];
  const executables = await executablesIn(directory, '.', 0);
  return executables.map(({ folder, name }): Proposal => {
    const isBenchmark = /bench|perf/i.test(name) || /bench|perf/i.test(folder);
    const isTest = /test/i.test(name) || /test/i.test(folder);
    return {
      name,
      kind: isBenchmark ? 'benchmark' : isTest ? 'tests' : 'program',
      source: SOURCE,
      build: 'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build',
      command: [posix.join('build', output ?? folder, name)],
      comment: isBenchmark ? `The executable "${name}".` : WORKLOAD,
    };
  });
}

async function executablesIn(
  directory: string,
  folder: string,
  depth: number,
): Promise<{ folder: string; name: string }[]> {
  const text = uncommented((await textOf(directory, folder, SOURCE)) ?? '');
  const own = [...text.matchAll(/add_executable\s*\(\s*([\w.+-]+)\s+([A-Z]*)/gi)]
    // An imported or alias executable is built elsewhere; so is one left out of the default build.
    .filter((match) => !/^(IMPORTED|ALIAS|EXCLUDE)/.test(match[2] ?? ''))
    .map((match) => ({ folder, name: match[1]! }));
  if (depth === DEEPEST) return own;
  const folders = [...text.matchAll(/add_subdirectory\s*\(\s*([\w./-]+)\s*\)/gi)].map((match) =>
    posix.join(folder, match[1]!),
  );
  const inner = folders
    .filter((child) => !child.startsWith('..'))
    .map((child) => executablesIn(directory, child, depth + 1));
  return [...own, ...(await Promise.all(inner)).flat()];
}

function uncommented(text: string): string {
  return text.replace(/#.*$/gm, '');
}
