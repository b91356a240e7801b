import { realpath } from 'node:fs/promises';
import { type Mount, mountOf, parseMountinfo } from '../../platform/mountinfo.ts';
import { type Machine, notSaid } from '../machine.ts';
import { mapProbed, type Probed, probe } from '../probed.ts';

/** The filesystem that holds the worktree. Neither device nor server is named. */
export interface FilesystemIdentity {
  readonly type: Probed<string>;
  /** The mount options that change how fast it is, sorted. */
  readonly options: Probed<readonly string[]>;
  /** What the disk beneath says of itself (virtual ones say anything); unavailable for what is not one disk. */
  readonly disk: Probed<'rotating' | 'solid state'>;
}

/** Options of ext4, xfs, btrfs, overlay, tmpfs and NFS that move figures; addresses and paths never match. */
const OPTIONS_THAT_MATTER = new RegExp(
  `^(?:${[
    'ro',
    '(?:dir)?sync',
    '(?:no|rel|strict|nodir|lazy)a?time',
    'data=.*',
    '(?:no)?barrier(?:=.*)?',
    'commit=.*',
    'compress(?:-force)?(?:=.*)?',
    '(?:no)?datacow',
    '(?:no)?datasum',
    'autodefrag',
    '(?:no)?discard(?:=.*)?',
    'dax(?:=.*)?',
    '(?:no)?delalloc',
    'volatile',
    'metacopy=.*',
    'huge=.*',
    'vers=.*',
    '[rw]size=.*',
    'cache=.*',
    'actimeo=.*',
  ].join('|')})$`,
);

export async function probeFilesystem(machine: Machine, worktree: string): Promise<FilesystemIdentity> {
  const mount = await probe(() => findMount(machine, worktree));
  return {
    type: mapProbed(mount, (found) => found.type),
    options: mapProbed(mount, optionsThatMatter),
    disk: 'value' in mount ? await probe(() => readDisk(machine, mount.value)) : mount,
  };
}

async function findMount(machine: Machine, worktree: string): Promise<Mount> {
  const path = machine.root === '/' ? await realpath(worktree).catch(() => null) : worktree;
  if (path === null) throw new Error('the worktree cannot be reached');
  const mount = mountOf(parseMountinfo(await machine.read('/proc/self/mountinfo')), path);
  if (mount === null) throw notSaid('/proc/self/mountinfo', 'the mount of the worktree');
  return mount;
}

function optionsThatMatter(mount: Mount): string[] {
  const all = [...mount.options, ...mount.superOptions].filter((option) => OPTIONS_THAT_MATTER.test(option));
  return [...new Set(all)].sort();
}

async function readDisk(machine: Machine, mount: Mount): Promise<'rotating' | 'solid state'> {
  const device = `/sys/dev/block/${mount.device}`;
  // A partition has no queue of its own: it is the disk's, one folder up.
  const flag =
    (await machine.readIf(`${device}/queue/rotational`)) ??
    (await machine.readIf(`${device}/../queue/rotational`));
  if (flag === null) throw new Error('the filesystem is not on one block device');
  return flag === '1' ? 'rotating' : 'solid state';
}
