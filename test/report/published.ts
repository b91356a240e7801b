import { rmSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEvidence } from '../../src/cli/report/evidence.ts';
import { writeResults } from '../../src/report/publish.ts';
import { type ResultsTree, renderTree } from '../../src/report/tree.ts';
import type { Store } from '../../src/store/open.ts';
import { compareRun, type PlantedRun, plantStore, singleRun, temporaryFolder } from './planted.ts';

export const GENERATED_AT = '2026-11-20T14:40:00.000Z';

/** The tree of one run of a store, as it would be written at a fixed time. */
export async function treeOf(store: Store, run: string): Promise<ResultsTree> {
  const evidence = await loadEvidence(store, run);
  return renderTree({ ...evidence, project: 'quick-json', generatedAt: GENERATED_AT, version: '0.1.0' });
}

/** A folder with `assay.db` and the results of its latest run, published: the test may do with it what it likes. */
export async function publishedFolder(
  runs: readonly PlantedRun[] = [singleRun(3), singleRun(7), compareRun()],
): Promise<AsyncDisposable & { readonly path: string; readonly results: string }> {
  const folder = await temporaryFolder();
  await cp(await template(runs), folder.path, { recursive: true });
  const dispose = async (): Promise<void> => {
    await folder[Symbol.asyncDispose]();
  };
  return { path: folder.path, results: join(folder.path, 'results'), [Symbol.asyncDispose]: dispose };
}

const templates = new Map<string, Promise<string>>();

/** Drawing takes most of the time, so each set of runs is published once and then copied. */
function template(runs: readonly PlantedRun[]): Promise<string> {
  const key = JSON.stringify(runs);
  const found = templates.get(key) ?? publish(runs);
  templates.set(key, found);
  return found;
}

async function publish(runs: readonly PlantedRun[]): Promise<string> {
  const { path } = await temporaryFolder();
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  await using store = await plantStore(path, runs);
  await writeResults(join(path, 'results'), await treeOf(store, runs.at(-1)!.id));
  return path;
}

/** The one file of a folder whose name matches. */
export async function theFile(folder: string, pattern: RegExp): Promise<string> {
  const names = (await readdir(folder)).filter((name) => pattern.test(name));
  if (names.length !== 1) throw new Error(`${folder}: ${names.length} files match ${pattern}`);
  return join(folder, names[0]!);
}

/** Replaces the first occurrence in a file; what is to be replaced must be there. */
export async function editFile(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} does not contain ${from}`);
  await writeFile(path, edited);
}
