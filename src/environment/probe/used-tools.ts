import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Probed, probe } from '../probed.ts';
import { COMPILERS, type Compiler, type CompilerName } from './tools.ts';

const CONFIGS = ['assay.yaml', 'assay.yml'];

/** Where a tool's name means that it is called: the configuration, and what make and CMake read by default. */
const BUILD_FILES = [...CONFIGS, 'GNUmakefile', 'makefile', 'Makefile', 'CMakeLists.txt'];

/**
 * The tools that the project uses besides those that every program uses. One is used where a marker file of
 * its ecosystem stands in the project folder or at the top of its repository, or where its name stands as a
 * word in a build file there or in CC or CXX. Unavailable where such a file cannot be read: what is not
 * known to be used is not known to be unused either.
 */
export function probeUsedTools(
  worktree: string,
  env: NodeJS.ProcessEnv,
): Promise<Probed<ReadonlySet<CompilerName>>> {
  return probe(async () => {
    const folders = await Promise.all((await projectFolders(worktree)).map(readFolder));
    const names = folders.flatMap((folder) => folder.names);
    const texts = [env.CC ?? '', env.CXX ?? '', ...folders.flatMap((folder) => folder.texts)];
    const tools = Object.entries<Compiler>(COMPILERS).filter(
      ([name, { markers }]) =>
        markers !== 'always' &&
        (markers.some((marker) => names.some(matches(marker))) || texts.some(mentions(name))),
    );
    return new Set(tools.map(([name]) => name as CompilerName));
  });
}

/** The folder of the nearest configuration, or without one the worktree; and the top of its repository. */
async function projectFolders(worktree: string): Promise<string[]> {
  const start = await named('the project folder', () => realpath(worktree));
  let project: string | null = null;
  for (let at = start; ; at = dirname(at)) {
    if (project === null && (await Promise.all(CONFIGS.map((name) => exists(join(at, name))))).includes(true))
      project = at;
    if (await exists(join(at, '.git'))) return [...new Set([project ?? start, at])];
    if (at === dirname(at)) return [start];
  }
}

interface Folder {
  /** Of everything in it but folders. */
  readonly names: readonly string[];
  /** What its build files say, without comments. */
  readonly texts: readonly string[];
}

async function readFolder(folder: string): Promise<Folder> {
  const entries = await named('the project folder', () => readdir(folder, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const texts = BUILD_FILES.filter((name) => names.includes(name)).map((name) =>
    named(name, () => readText(join(folder, name))),
  );
  return { names, texts: await Promise.all(texts) };
}

/** Lines of comment are left out: prose is full of `go` and `node`. A pipe would never end, so it says nothing. */
async function readText(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) return '';
  return (await readFile(path, 'utf8')).replaceAll(/^[ \t]*#.*$/gm, '');
}

function matches(marker: string): (name: string) => boolean {
  return marker.startsWith('*') ? (name) => name.endsWith(marker.slice(1)) : (name) => name === marker;
}

/** The names that are looked for are letters and digits: `c++` always counts. */
function mentions(tool: string): (text: string) => boolean {
  const word = new RegExp(`\\b${tool}\\b`);
  return (text) => word.test(text);
}

/** Failures name the file as the project knows it: its path may hold a person's name. */
async function named<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && 'code' in error) Object.assign(error, { path });
    throw error;
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
