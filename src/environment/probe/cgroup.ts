import { parseProcCgroup } from '../../platform/cgroup/folders.ts';
import { type Mount, parseMountinfo } from '../../platform/mountinfo.ts';
import type { Machine } from '../machine.ts';

/** Folders whose files limit this process for one controller, from its own cgroup up to the mount. */
export interface CgroupFolders {
  readonly version: '1' | '2';
  readonly folders: readonly string[];
}

/** The generation in use; `hybrid` where version 1 controls and version 2 is mounted beside it. */
export async function cgroupVersion(machine: Machine): Promise<'1' | '2' | 'hybrid'> {
  const types = new Set(
    parseMountinfo(await machine.read('/proc/self/mountinfo')).map((mount) => mount.type),
  );
  if (types.has('cgroup')) return types.has('cgroup2') ? 'hybrid' : '1';
  if (types.has('cgroup2')) return '2';
  throw new Error('no cgroup filesystem is mounted');
}

/** Where `controller` is held to account for this process (cgroups(7)); rejects where nowhere. */
export async function cgroupFolders(machine: Machine, controller: string): Promise<CgroupFolders> {
  const [cgroup, mountinfo] = await Promise.all([
    machine.read('/proc/self/cgroup'),
    machine.read('/proc/self/mountinfo'),
  ]);
  const mounts = parseMountinfo(mountinfo);
  const paths = parseProcCgroup(cgroup);
  const first = mounts.find((mount) => mount.type === 'cgroup' && mount.superOptions.includes(controller));
  const firstPath = paths.get(controller);
  if (first && firstPath !== undefined) return { version: '1', folders: upwards(first, firstPath) };
  const second = mounts.find((mount) => mount.type === 'cgroup2');
  const secondPath = paths.get('');
  if (second && secondPath !== undefined) return { version: '2', folders: upwards(second, secondPath) };
  throw new Error(`no cgroup with the ${controller} controller is mounted`);
}

/** A container sees its own cgroup as the root of the mount, while the path may be the host's. */
function upwards(mount: Mount, path: string): string[] {
  const inside =
    mount.root === '/' ? path : path.startsWith(`${mount.root}/`) ? path.slice(mount.root.length) : '/';
  const names = inside.split('/').filter((name) => name !== '' && name !== '..');
  return names
    .map((_, i) => `${mount.mountPoint}/${names.slice(0, i + 1).join('/')}`)
    .reverse()
    .concat(mount.mountPoint);
}
