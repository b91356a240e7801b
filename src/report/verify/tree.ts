import { canonicalJson, sha256 } from '../../core/canonical.ts';
import type { PlannedGraph } from '../graphs.ts';
import { MANIFEST_PATH, type Manifest } from '../manifest.ts';
import type { ResultsTree } from '../tree.ts';
import { firstDifference } from './difference.ts';
import { checkGraph, readGraph } from './graph.ts';
import type { Problem } from './problem.ts';

/** A results tree as it lies on the disk. */
export interface FoundTree {
  /** What to call a file of it in a message. */
  readonly nameOf: (path: string) => string;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Files that are missing, not listed, or not what the manifest lists. */
export function checkFiles({ nameOf, manifest, files }: FoundTree): Problem[] {
  const listed = Object.entries(manifest.files);
  const missing = listed.filter(([path]) => !files.has(path));
  const edited = listed.filter(([path, digest]) => files.has(path) && sha256(files.get(path)!) !== digest);
  const extra = [...files.keys()].filter((path) => path !== MANIFEST_PATH && !(path in manifest.files));
  const problem = (kind: Problem['kind'], path: string, message: string): Problem => ({
    ...{ kind, file: nameOf(path), figure: null, message },
  });
  return [
    ...missing.map(([path]) => problem('missing-file', path, 'the manifest lists it, it is not there')),
    ...edited.map(([path]) => problem('edited', path, 'not the file that was written')),
    ...extra.map((path) => problem('unlisted-file', path, 'the manifest does not list it')),
  ];
}

/** Figures that are not what their samples give. `runs`: those the store still has. */
export function checkFigures(found: FoundTree, expected: Manifest, runs: ReadonlySet<string>): Problem[] {
  const complete = found.manifest.runs.every((run) => runs.has(run));
  const file = found.nameOf(MANIFEST_PATH);
  return Object.entries(found.manifest.figures).flatMap(([figure, says]): Problem[] => {
    // A picture of a history draws runs that may be gone; that is told once for each run.
    if (!runs.has(says.run) || (!complete && says.statistic === 'picture')) return [];
    const is = expected.figures[figure];
    if (!is) return [{ kind: 'foreign', file, figure, message: `run ${says.run} has no such figure` }];
    if (canonicalJson(says) === canonicalJson(is)) return [];
    const message =
      says.value === is.value
        ? 'its samples are not those it was computed from'
        : `says ${says.value}, its samples give ${is.value}`;
    return [{ kind: 'edited', file, figure, message }];
  });
}

/**
 * Compares every file with the one the samples give: what a changed manifest would hide is found here.
 * `broken` holds the files whose digest is known to be wrong; the others are compared only where the figures
 * themselves held, since one changed number changes every file it stands in.
 */
export async function checkContents(
  found: FoundTree,
  expected: ResultsTree,
  options: {
    graphs: readonly PlannedGraph[];
    broken: ReadonlySet<string>;
    onlyBroken: boolean;
    version: string;
  },
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [path, content] of found.files) {
    if (options.onlyBroken && !options.broken.has(path)) continue;
    const right = expected.files.get(path);
    if (right === undefined || Buffer.from(right).equals(content)) continue;
    const problem = isPicture(path)
      ? await pictureProblem(found, path, content, options.graphs)
      : textProblem(found, path, content, String(right), options.version);
    if (problem) problems.push(problem);
  }
  return problems;
}

export function isPicture(path: string): boolean {
  return /\.(png|svg)$/i.test(path);
}

async function pictureProblem(
  found: FoundTree,
  path: string,
  content: Uint8Array,
  graphs: readonly PlannedGraph[],
): Promise<Problem | null> {
  const graph = await readGraph(found.nameOf(path), content);
  if ('kind' in graph) return graph;
  const planned = graphs.find(({ name, file }) =>
    [`graphs/${file}`, `readme_graphs/${name}`].includes(path.slice(0, -4)),
  );
  return checkGraph(graph, planned);
}

function textProblem(
  found: FoundTree,
  path: string,
  content: Uint8Array,
  right: string,
  version: string,
): Problem | null {
  const text = Buffer.from(content).toString('utf8');
  const difference = firstDifference(path, text, right);
  const { line, figure } = difference ?? { line: 1, figure: null };
  const file = found.nameOf(path);
  if (version !== found.manifest.version) {
    const message = `written by Assay ${found.manifest.version}; ${version} sets line ${line} differently`;
    return { kind: 'missing-evidence', file, figure, message };
  }
  return { kind: 'edited', file, figure, message: `line ${line} is not what the samples give` };
}
