import { detectCargo } from './cargo.ts';
import { detectCmake } from './cmake.ts';
import { detectGo } from './go.ts';
import { detectMake } from './make.ts';
import { detectNode } from './node.ts';
import type { Detector, Proposal } from './proposal.ts';
import { detectPython } from './python.ts';

/** Native build systems before make, which often only calls them. */
const DETECTORS: readonly Detector[] = [
  detectCargo,
  detectGo,
  detectCmake,
  detectNode,
  detectPython,
  detectMake,
];

/** A first configuration should be read in one go; a repository may have hundreds of programs. */
const MOST = 6;

/** The benchmarks that a directory suggests: of the best kind found, with names of their own. Runs nothing. */
export async function propose(directory: string): Promise<Proposal[]> {
  const all = (await Promise.all(DETECTORS.map((detect) => detect(directory)))).flat();
  const kind = (['benchmark', 'program', 'tests'] as const).find((wanted) =>
    all.some((one) => one.kind === wanted),
  );
  const taken = new Set<string>();
  return all
    .filter((proposal) => proposal.kind === kind)
    .slice(0, MOST)
    .map((proposal) => ({ ...proposal, name: unique(named(proposal.name), taken) }));
}

/** The name in the characters that a benchmark's may have. */
function named(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._/-]+/g, '-').replace(/(^|\/)[^A-Za-z0-9]+/g, '$1');
  return plain.slice(0, 80).replace(/\/+$/, '') || 'benchmark';
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
}
