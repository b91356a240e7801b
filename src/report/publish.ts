import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson } from '../core/canonical.ts';
import { AssayError } from '../core/error.ts';
import { filesBelow, foreignFiles, staleStaging } from './found.ts';
import { lockResults } from './lock.ts';
import { MANIFEST_PATH, type Manifest, parseManifest } from './manifest.ts';
import type { ResultsTree } from './tree.ts';

/** The folders of a results tree that a report replaces as a whole. */
export const PUBLISHED = ['reports', 'graphs', 'readme_graphs', 'logs', 'data'] as const;

export const VERSIONS = 'versioned_results';

/**
 * Writes a tree into `resultsDir`. Everything is written and synced beside it first and then renamed into
 * place, folder by folder with the manifest last, so that no file is ever half-written and a crash in
 * between is seen by `assay verify` and mended by the next report. Files that Assay did not write stay.
 * Gives the path of the run's immutable copy.
 */
export async function writeResults(resultsDir: string, tree: ResultsTree): Promise<string> {
  await mkdir(resultsDir, { recursive: true });
  await using _ = await lockResults(resultsDir);
  const stale = await staleStaging(resultsDir);
  const foreign = await foreignFiles(resultsDir, PUBLISHED, stale);
  const collision = foreign.find((path) => tree.files.has(path));
  if (collision !== undefined) {
    throw new AssayError('input', `${join(resultsDir, collision)} exists and was not written by Assay`, {
      hint: 'move it away, or choose another folder with --results',
    });
  }
  const staging = join(resultsDir, `.writing-${process.pid}-${tree.manifest.run}`);
  try {
    await writeTree(join(staging, 'new'), tree);
    for (const path of foreign) await copyInto(join(staging, 'new', path), join(resultsDir, path));
    const copy = await keepVersion(resultsDir, staging, tree);
    await swap(resultsDir, staging);
    return copy;
  } finally {
    await Promise.all([staging, ...stale].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

async function writeTree(root: string, tree: ResultsTree): Promise<void> {
  for (const folder of PUBLISHED) await mkdir(join(root, folder), { recursive: true });
  for (const [path, content] of tree.files) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { flush: true });
  }
}

async function copyInto(target: string, source: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, await readFile(source), { flush: true });
}

async function swap(resultsDir: string, staging: string): Promise<void> {
  await mkdir(join(staging, 'old'), { recursive: true });
  for (const folder of PUBLISHED) {
    await rename(join(resultsDir, folder), join(staging, 'old', folder)).catch(unlessMissing);
    await rename(join(staging, 'new', folder), join(resultsDir, folder));
  }
}

/**
 * Keeps the run's immutable copy: one for each run, read-only, never rewritten. A run that has gained
 * samples since (it was resumed) gets a second one beside the first.
 */
async function keepVersion(resultsDir: string, staging: string, tree: ResultsTree): Promise<string> {
  await mkdir(join(resultsDir, VERSIONS), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? tree.versionFolder : `${tree.versionFolder}_${attempt}`;
    const target = join(resultsDir, VERSIONS, name);
    if (await stat(target).catch(unlessMissing)) {
      // A copy that was damaged since is left as it is: `assay verify` tells.
      const existing = await readManifest(target).catch(() => null);
      if (existing && sameEvidence(existing, tree.manifest)) return target;
      continue;
    }
    const copy = join(staging, 'version');
    await writeTree(copy, tree);
    // Only the files: read-only folders could not be deleted by their owner without a chmod.
    for (const path of await filesBelow(copy)) await chmod(join(copy, path), 0o444);
    await rename(copy, target);
    return target;
  }
}

/** The manifest of a results tree; `null` where there is none. */
export async function readManifest(root: string): Promise<Manifest | null> {
  const path = join(root, MANIFEST_PATH);
  const text = await readFile(path, 'utf8').catch(unlessMissing);
  return text === undefined ? null : parseManifest(text, path);
}

/** Whether both say the same of their run; its history may have grown meanwhile. */
function sameEvidence(a: Manifest, b: Manifest): boolean {
  const own = ({ run, figures }: Manifest): string =>
    canonicalJson(
      Object.entries(figures).filter(([, figure]) => figure.run === run && figure.statistic !== 'picture'),
    );
  return a.run === b.run && own(a) === own(b);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return undefined;
}
