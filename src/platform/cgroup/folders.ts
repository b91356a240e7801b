import { readFileSync } from 'node:fs';
import { type Mount, parseMountinfo } from '../mountinfo.ts';
import { errnoReason, type Reading } from './read.ts';

/** Version 1's names of what can be accounted and limited; version 2 has all of them in one folder. */
export const CONTROLLERS = ['cpu', 'cpuacct', 'cpuset', 'memory', 'blkio', 'pids'] as const;

export type Controller = (typeof CONTROLLERS)[number];

export type CgroupVersion = '1' | '2';

/** The folder of one cgroup for one controller. */
export interface CgroupFolder {
  readonly version: CgroupVersion;
  readonly path: string;
}

/** Where one process is held to account; in a hybrid system each controller belongs to one version. */
export type CgroupFiles = Readonly<Record<Controller, Reading<CgroupFolder>>>;

/**
 * Finds the cgroup of a process as it is now (cgroups(7)). It never throws: a process that is gone, or a cgroup that
 * is not visible from here, is the reason in each controller's place. `root` is `/`, or the folder that holds
 * another machine's recorded files.
 */
export function cgroupOf(pid: number, root = '/'): CgroupFiles {
  const at = root === '/' ? '' : root;
  try {
    const paths = parseProcCgroup(readFileSync(`${at}/proc/${pid}/cgroup`, 'utf8'));
    const mounts = parseMountinfo(readFileSync(`${at}/proc/self/mountinfo`, 'utf8'));
    return everywhere((controller) => folderOf(controller, paths, mounts, at));
  } catch (error) {
    const unavailable = `the cgroup of process ${pid} is not known: ${errnoReason(error)}`;
    return everywhere(() => ({ unavailable }));
  }
}

/** `4:memory:/a/b`, by controller; version 2 has the empty name. */
export function parseProcCgroup(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      if (controllers === undefined || path === undefined) return [];
      return controllers.split(',').map((controller) => [controller, path] as const);
    }),
  );
}

function everywhere(find: (controller: Controller) => Reading<CgroupFolder>): CgroupFiles {
  const entries = CONTROLLERS.map((controller) => [controller, find(controller)]);
  return Object.fromEntries(entries) as Record<Controller, Reading<CgroupFolder>>;
}

function folderOf(
  controller: Controller,
  paths: ReadonlyMap<string, string>,
  mounts: readonly Mount[],
  at: string,
): Reading<CgroupFolder> {
  const first = mounts.find(
    ({ type, superOptions }) => type === 'cgroup' && superOptions.includes(controller),
  );
  const mount = first ?? mounts.find(({ type }) => type === 'cgroup2');
  const path = paths.get(first ? controller : '');
  if (mount === undefined || path === undefined) {
    return { unavailable: `no cgroup with the ${controller} controller is mounted` };
  }
  const inside = below(mount, path);
  if (inside === null)
    return { unavailable: `the cgroup ${path} is outside of what ${mount.mountPoint} shows` };
  return { value: { version: first ? '1' : '2', path: `${at}${mount.mountPoint}${inside}` } };
}

/**
 * The path below the mount point, empty or with a leading `/`. `null` where the mount shows another part of the
 * hierarchy: a container sees its own cgroup only, and its own files must not stand for another process's.
 */
function below({ root }: Mount, path: string): string | null {
  if (path.split('/').includes('..')) return null;
  const inside = root === '/' ? path : `${path}/`.startsWith(`${root}/`) ? path.slice(root.length) : null;
  return inside === '/' ? '' : inside;
}
