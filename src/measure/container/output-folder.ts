import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join, posix } from 'node:path';
import { currentOwner, isAlive } from '../../platform/owner.ts';
import type { Workspace } from '../workspace.ts';
import { isWithin } from './mounts.ts';

/** What was left of a process that is gone. */
export interface Abandoned {
  readonly folder: string;
  /** The engine whose containers it had; `null` where it had not come to that. */
  readonly socket: string | null;
}

/** Where the containers of a folder's process are: written before the first of them is made. */
const ENGINE_FILE = 'engine';

function outputRoot({ stateDir }: Workspace): string {
  return join(stateDir, 'io');
}

/** The folder of this process, in which only its user may look. It goes with the stack. */
export async function claimOutputRoot(
  workspace: Workspace,
  socket: string,
  stack: AsyncDisposableStack,
): Promise<string> {
  await mkdir(outputRoot(workspace), { recursive: true });
  const { pid, startTicks } = currentOwner();
  const folder = await mkdtemp(join(outputRoot(workspace), `${pid}-${startTicks}-`));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, ENGINE_FILE), socket);
  return folder;
}

/** Folders of processes that are gone: their containers, if any is left, are to be removed. */
export async function abandonedOutputs(workspace: Workspace): Promise<Abandoned[]> {
  const root = outputRoot(workspace);
  const { bootId } = currentOwner();
  const found: Abandoned[] = [];
  for (const name of await readdir(root).catch(() => [])) {
    const [pid = 0, startTicks = 0] = name.split('-').map(Number);
    if (isAlive({ pid, startTicks, bootId })) continue;
    const folder = join(root, name);
    found.push({ folder, socket: await readFile(join(folder, ENGINE_FILE), 'utf8').catch(() => null) });
  }
  return found;
}

/** A new folder for one container: any user of it may write there, and nobody else comes by. */
export async function outputFolder(root: string, stack: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(root, 'output-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o777);
  return folder;
}

/** A folder of this host that a container sees at `to`. */
export interface Shown {
  readonly from: string;
  readonly to: string;
}

/**
 * Where a path of the container is on this host; `null` where it is in none of the folders. What commands wrote is
 * not trusted: a link in it that leads out of its folder is `null` too, and a folder with any link in it.
 */
export async function hostPathOf(path: string, shown: readonly Shown[]): Promise<string | null> {
  const normal = posix.normalize(path);
  const deepest = [...shown]
    .sort((a, b) => b.to.length - a.to.length)
    .find(({ to }) => normal === to || normal.startsWith(`${to}/`));
  if (deepest === undefined) return null;
  const host = join(deepest.from, normal.slice(deepest.to.length));
  const real = await realpath(host).catch(() => null);
  if (real === null) return isDangling(host).then((dangling) => (dangling ? null : host));
  return isWithin(await realpath(deepest.from), real) && !(await holdsLinks(real)) ? real : null;
}

/** Whoever reads a folder of results would follow them. */
async function holdsLinks(path: string): Promise<boolean> {
  if (!(await lstat(path)).isDirectory()) return false;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.some((entry) => entry.isSymbolicLink());
}

async function isDangling(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

/** Keeps a plain file that a container wrote; nothing where it wrote none. */
export async function keepFile(path: string | null, as: string): Promise<void> {
  if (path === null) return;
  const found = await lstat(path).catch(() => null);
  if (found?.isFile()) await copyFile(path, as);
}
