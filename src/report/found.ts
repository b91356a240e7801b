import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MANIFEST_PATH, parseManifest } from './manifest.ts';

/** Every file below a folder, as paths relative to it with `/` between, sorted; none where it does not exist. */
export async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(noneIfMissing);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

const STAGING = /^\.writing-(\d+)-/;

/** Folders that a report left when it was killed: their process is gone. */
export async function staleStaging(resultsDir: string): Promise<string[]> {
  const names = (await readdir(resultsDir)).filter((name) => {
    const pid = STAGING.exec(name)?.[1];
    return pid !== undefined && (Number(pid) === process.pid || !runs(Number(pid)));
  });
  return names.map((name) => join(resultsDir, name));
}

/** Files in the published folders that no manifest of Assay lists: they belong to the user. */
export async function foreignFiles(
  resultsDir: string,
  folders: readonly string[],
  stale: readonly string[],
): Promise<string[]> {
  const roots = [resultsDir, ...stale.flatMap((folder) => [join(folder, 'new'), join(folder, 'old')])];
  const known = new Set<string>([MANIFEST_PATH]);
  for (const root of roots) for (const path of await listedFiles(root)) known.add(path);
  const found = await filesBelow(resultsDir);
  return found.filter((path) => folders.includes(path.split('/')[0]!) && !known.has(path));
}

async function listedFiles(root: string): Promise<string[]> {
  const path = join(root, MANIFEST_PATH);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    return Object.keys(parseManifest(text, path).files);
  } catch {
    // A manifest that was edited beyond reading lists nothing: what lies there is then kept, not deleted.
    return [];
  }
}

/** Whether a process of this number runs. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function noneIfMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
