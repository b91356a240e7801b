import { posix } from 'node:path';
import { directoriesIn, namesIn, textOf } from './files.ts';
import { type Proposal, WORKLOAD } from './proposal.ts';

const SOURCE = 'go.mod';

/** How deep to look for packages: `internal/parser/fast`. */
const DEEPEST = 3;

interface GoPackage {
  /** `.` for the top. */
  readonly folder: string;
  /** Of the binary that `go build` makes. */
  readonly name: string;
  readonly isProgram: boolean;
  readonly hasBenchmarks: boolean;
}

/** The packages of a Go module that have benchmarks, and its programs. */
export async function detectGo(directory: string): Promise<Proposal[]> {
  const module = /^module\s+"?([^\s"]+)/m.exec((await textOf(directory, SOURCE)) ?? '')?.[1];
  if (module === undefined) return [];
  // A major version at the end of the module's path does not name the binary.
  const name = posix.basename(module.replace(/\/v\d+$/, ''));
  const packages = await packagesIn(directory, '.', name, 0);
  return [
    ...packages.filter(({ hasBenchmarks }) => hasBenchmarks).map(benchmarkProposal),
    ...packages.filter(({ isProgram }) => isProgram).map(programProposal),
  ];
}

async function packagesIn(
  directory: string,
  folder: string,
  name: string,
  depth: number,
): Promise<GoPackage[]> {
  const files = (await namesIn(directory, folder)).filter((file) => file.endsWith('.go'));
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: (await textOf(directory, folder, file)) ?? '' })),
  );
  const isProgram = texts.some(
    ({ file, text }) =>
      !file.endsWith('_test.go') && /^package main\b/m.test(text) && !/^\/\/go:build ignore/m.test(text),
  );
  const hasBenchmarks = texts.some(
    ({ file, text }) => file.endsWith('_test.go') && /^func Benchmark\w*\(/m.test(text),
  );
  const found = isProgram || hasBenchmarks ? [{ folder, name, isProgram, hasBenchmarks }] : [];
  if (depth === DEEPEST) return found;
  const inner = (await directoriesIn(directory, folder)).map((child) =>
    packagesIn(directory, posix.join(folder, child), child, depth + 1),
  );
  return [...found, ...(await Promise.all(inner)).flat()];
}

function programProposal({ folder, name }: GoPackage): Proposal {
  return {
    name,
    kind: 'program',
    source: SOURCE,
    build: ['go', 'build', '-o', `bin/${name}`, folder === '.' ? '.' : `./${folder}`],
    command: [`bin/${name}`],
    comment: WORKLOAD,
  };
}

function benchmarkProposal({ folder, name }: GoPackage): Proposal {
  const up = folder === '.' ? '' : '../'.repeat(folder.split('/').length);
  const binary = `bin/${folder === '.' ? name : folder.replaceAll('/', '-')}.test`;
  return {
    name: folder === '.' ? name : folder,
    kind: 'benchmark',
    source: SOURCE,
    build: ['go', 'test', '-c', '-o', binary, folder === '.' ? '.' : `./${folder}`],
    command: [`${up === '' ? './' : up}${binary}`, '-test.run=^$', '-test.bench=.', '-test.benchtime=100x'],
    // Tests expect to run in the folder of their package.
    ...(folder === '.' ? {} : { cwd: folder }),
    comment:
      'Each benchmark runs 100 times, a fixed amount of work: raise or lower it to take 10 ms to 10 s.',
  };
}
