import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import { VERSION } from '../../core/version.ts';
import { MANIFEST_PATH, type Manifest, parseManifest } from '../../report/manifest.ts';
import { renderTree } from '../../report/tree.ts';
import type { Problem } from '../../report/verify/problem.ts';
import { checkContents, checkFigures, checkFiles, type FoundTree } from '../../report/verify/tree.ts';
import type { CheckedEvidence, EvidenceSource } from './evidence.ts';
import { treeFiles } from './targets.ts';

export interface CheckedTree {
  /** `null` where it cannot be read. */
  readonly manifest: Manifest | null;
  readonly files: number;
  readonly problems: readonly Problem[];
}

/**
 * Derives a results tree again from the store and compares: first its files with its manifest, then its
 * figures with their samples, then every file with the one that would be written now.
 */
export async function checkTree(
  root: string,
  source: EvidenceSource,
  nameOf: (path: string) => string,
): Promise<CheckedTree> {
  const manifest = await manifestProblem(root, nameOf);
  if ('kind' in manifest) return { manifest: null, files: 0, problems: [manifest] };
  const found: FoundTree = {
    nameOf: (path) => nameOf(join(root, path)),
    manifest,
    files: await treeFiles(root, source.database),
  };
  const files = checkFiles(found);
  const checked = await source.load(manifest.run, manifest.runs);
  const derived = checked ? await checkAgainst(found, files, checked, source) : [];
  // Where it is known what was edited in a file, that it was edited need not be said as well.
  const told = new Set(derived.filter(({ kind }) => kind !== 'missing-evidence').map(({ file }) => file));
  const general = files.filter(({ kind, file }) => kind !== 'edited' || !told.has(file));
  const problems = [...general, ...missingRuns(found, source), ...derived];
  return { manifest, files: found.files.size, problems };
}

async function manifestProblem(root: string, nameOf: (path: string) => string): Promise<Manifest | Problem> {
  const path = join(root, MANIFEST_PATH);
  try {
    return parseManifest(await readFile(path, 'utf8'), nameOf(path));
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { kind: 'edited', file: nameOf(path), figure: null, message: error.message };
  }
}

function missingRuns({ manifest, nameOf }: FoundTree, { runs }: EvidenceSource): Problem[] {
  const missing = manifest.runs.filter((run) => !runs.has(run));
  return missing.map((run) => {
    const of = Object.entries(manifest.figures).filter(([, figure]) => figure.run === run);
    return {
      kind: 'missing-evidence',
      file: nameOf(MANIFEST_PATH),
      figure: of[0]?.[0] ?? null,
      message: `the store has no run ${run}, which ${of.length} figures come from`,
    };
  });
}

async function checkAgainst(
  found: FoundTree,
  before: readonly Problem[],
  checked: CheckedEvidence,
  { runs }: EvidenceSource,
): Promise<Problem[]> {
  const { project, generatedAt, version } = found.manifest;
  const expected = await renderTree({ ...checked.evidence, project, generatedAt, version });
  const figures = checkFigures(found, expected.manifest, runs);
  const broken = brokenFiles(found, before);
  const complete = found.manifest.runs.every((run) => runs.has(run));
  // One changed sample changes every file it stands in: then only files that were edited themselves are told.
  const onlyBroken = !complete || figures.length > 0 || checked.problems.length > 0;
  const options = { graphs: checked.graphs, broken, onlyBroken, version: VERSION };
  const contents = complete ? await checkContents(found, expected, options) : [];
  return [...checked.problems.map(({ problem }) => problem), ...figures, ...contents];
}

function brokenFiles({ files, nameOf }: FoundTree, problems: readonly Problem[]): Set<string> {
  const named = new Set(problems.filter(({ kind }) => kind === 'edited').map(({ file }) => file));
  return new Set([...files.keys()].filter((path) => named.has(nameOf(path))));
}
