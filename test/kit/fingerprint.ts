import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../src/core/canonical.ts';

/** Every file below a folder with its mode and a digest of its content; `skip` names folders to leave out. */
export async function filesOf(
  folder: string,
  skip: readonly string[] = [],
  prefix = '',
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = join(prefix, entry.name);
    if (skip.includes(path)) continue;
    if (entry.isDirectory()) Object.assign(files, await filesOf(folder, skip, path));
    else files[path] = await contentOf(join(folder, path));
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function contentOf(path: string): Promise<string> {
  const { mode } = await lstat(path);
  const link = (mode & 0o170000) === 0o120000;
  const content = link ? await readlink(path) : await readFile(path);
  return `${(mode & 0o777).toString(8)} ${link ? 'link ' : ''}${sha256(content)}`;
}
