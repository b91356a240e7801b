import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { canonicalJson } from '../../core/canonical.ts';
import { outcomeOf, type Problem } from '../../report/verify/problem.ts';
import type { Store } from '../../store/open.ts';
import { freshnessFor } from '../report/freshness.ts';
import type { VerifyJson } from '../schemas/verify.ts';
import { type EvidenceSource, evidenceSource } from './evidence.ts';
import { checkGraphFile } from './graph.ts';
import { findTargets, type Target, treeAround, versionCount } from './targets.ts';
import { checkTree } from './tree.ts';

export interface VerifySettings {
  readonly cwd: string;
  /** The immutable copies of earlier runs as well. */
  readonly all: boolean;
  /** What everything must have been measured at; `null`: anything. */
  readonly commit: string | null;
}

/** Verifies results trees, folders, graphs and Markdown files against a store. */
export async function verifyPaths(
  store: Store,
  paths: readonly string[],
  settings: VerifySettings,
): Promise<VerifyJson> {
  const { cwd, commit } = settings;
  const targets = await findTargets(paths, settings);
  const result = await checkAll(targets, await evidenceSource(store), cwd);
  if (commit !== null) {
    const published = [...paths.map((path) => resolve(cwd, path)), ...result.published];
    result.problems.push(...(await staleProblems(cwd, commit, published, result.measured)));
  }
  return answer(result, targets, cwd);
}

/** What was measured at which commit, by the file that says so. */
interface Measured {
  readonly file: string;
  readonly commit: string | null;
  readonly dirty: boolean;
}

interface Result {
  readonly problems: Problem[];
  readonly measured: Measured[];
  readonly ignored: string[];
  readonly published: string[];
  readonly checked: VerifyJson['checked'];
}

async function checkAll(targets: readonly Target[], source: EvidenceSource, cwd: string): Promise<Result> {
  const nameOf = (path: string): string => relative(cwd, path) || '.';
  const checked = { trees: 0, files: 0, figures: 0, graphs: 0 };
  const result: Result = { problems: [], measured: [], ignored: [], published: [], checked };
  for (const target of targets) {
    if (target.kind === 'missing') {
      const message = `${nameOf(target.from)} shows it, it is not there`;
      result.problems.push({ kind: 'missing-file', file: nameOf(target.path), figure: null, message });
    } else if (target.kind === 'tree') {
      const { manifest, files, problems } = await checkTree(target.root, source, nameOf);
      result.problems.push(...problems);
      if (manifest) result.measured.push({ ...manifest, file: nameOf(target.root) });
      checked.trees++;
      checked.files += files;
      checked.figures += Object.keys(manifest?.figures ?? {}).length;
    } else await checkGraphTarget(target, source, nameOf, result);
  }
  return result;
}

async function checkGraphTarget(
  target: Extract<Target, { kind: 'graph' }>,
  source: EvidenceSource,
  nameOf: (path: string) => string,
  result: Result,
): Promise<void> {
  const file = nameOf(target.path);
  const { metadata, problems } = await checkGraphFile(file, await readFile(target.path), source);
  if (!metadata && !target.named && problems.length === 0) {
    result.ignored.push(`${file}: not a graph of Assay`);
    return;
  }
  result.checked.graphs++;
  result.checked.files++;
  result.problems.push(...problems);
  if (!metadata && problems.length === 0) {
    result.problems.push({ kind: 'foreign', file, figure: null, message: 'not a graph that Assay drew' });
  }
  const tree = await treeAround(target.path).catch(() => null);
  result.published.push(tree?.root ?? target.path);
  if (metadata)
    result.measured.push({ file, commit: metadata.commits.at(-1) ?? null, dirty: metadata.dirty });
}

async function staleProblems(
  cwd: string,
  ref: string,
  published: readonly string[],
  measured: readonly Measured[],
): Promise<Problem[]> {
  const freshness = await freshnessFor(cwd, ref, published);
  const problems: Problem[] = [];
  for (const { file, commit, dirty } of measured) {
    const message = await freshness.staleness(commit, dirty);
    if (message !== null) problems.push({ kind: 'stale', file, figure: null, message });
  }
  return problems;
}

async function answer(
  { problems, ignored, checked }: Result,
  targets: readonly Target[],
  cwd: string,
): Promise<VerifyJson> {
  // One changed sample concerns every graph it is drawn in, and is told once.
  const all = [...new Map(problems.map((problem) => [canonicalJson(problem), problem])).values()];
  // Nothing checked is nothing shown: it must not read as a pass.
  if (checked.trees + checked.graphs === 0 && all.length === 0) {
    all.push({
      kind: 'missing-evidence',
      file: relative(cwd, cwd) || '.',
      figure: null,
      message: 'there is no graph of Assay to verify',
    });
  }
  const skipped: string[] = [];
  for (const target of targets) {
    if (target.kind !== 'tree') continue;
    const copies = await versionCount(target.root);
    const listed = targets.filter(
      (other) => other.kind === 'tree' && other.root.startsWith(target.root + sep),
    ).length;
    if (copies > listed)
      skipped.push(
        `${relative(cwd, target.root) || '.'}: ${copies - listed} copies of earlier runs (--all checks them)`,
      );
  }
  return {
    schema: 'assay.verify/1',
    outcome: outcomeOf(all),
    checked,
    ignored: [...ignored, ...skipped],
    problems: all.map(({ kind, file, figure, message }) => ({ kind, file, figure, message })),
  };
}
