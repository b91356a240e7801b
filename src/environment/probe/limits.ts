import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';
import { cgroupFolders, cgroupVersion } from './cgroup.ts';
import { parseCpuList } from './topology.ts';

/** What bounds the resources of this process and its children. `null`: no limit. */
export interface Limits {
  /** CPU time per time, in processors: 1.5 is one and a half. */
  readonly cpuQuota: Probed<number | null>;
  /** How many processors it may run on. */
  readonly allowedCpus: Probed<number>;
  readonly memoryBytes: Probed<number | null>;
  readonly allowedCpuList: Probed<string>;
  readonly cgroupVersion: Probed<string>;
  readonly pids: Probed<number | null>;
  /** Soft limit of open files. */
  readonly openFiles: Probed<number | null>;
  /** Soft limit of the stack; without one the kernel lays out memory bottom-up. */
  readonly stackBytes: Probed<number | null>;
}

export async function probeLimits(machine: Machine): Promise<Limits> {
  const allowed = probe(async () => {
    const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(await machine.read('/proc/self/status'))?.[1];
    if (list === undefined) throw notSaid('/proc/self/status', 'Cpus_allowed_list');
    return list;
  });
  const [cpuQuota, memoryBytes, pids, version, openFiles, stackBytes, allowedCpuList] = await Promise.all([
    probe(() => tightest(machine, 'cpu', readQuota)),
    probe(() => tightest(machine, 'memory', readMemoryLimit)),
    probe(() => tightest(machine, 'pids', (folder) => readCount(machine, `${folder}/pids.max`))),
    probe(() => cgroupVersion(machine)),
    probe(() => readUlimit(machine, 'Max open files')),
    probe(() => readUlimit(machine, 'Max stack size')),
    allowed,
  ]);
  return {
    cpuQuota,
    allowedCpus:
      'value' in allowedCpuList ? { value: parseCpuList(allowedCpuList.value).length } : allowedCpuList,
    memoryBytes,
    allowedCpuList,
    cgroupVersion: version,
    pids,
    openFiles,
    stackBytes,
  };

  async function readQuota(folder: string, cgroup: '1' | '2'): Promise<number | null> {
    if (cgroup === '2') return parseQuota((await machine.readIf(`${folder}/cpu.max`)) ?? 'max');
    const [quota, period] = await Promise.all(
      ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => machine.readIf(`${folder}/${name}`)),
    );
    return parseQuota(quota && Number(quota) > 0 ? `${quota} ${period}` : 'max');
  }

  async function readMemoryLimit(folder: string, cgroup: '1' | '2'): Promise<number | null> {
    return readCount(machine, `${folder}/${cgroup === '2' ? 'memory.max' : 'memory.limit_in_bytes'}`);
  }
}

/** `200000 100000` is two processors; `max 100000` no limit (Linux Documentation/admin-guide/cgroup-v2.rst). */
function parseQuota(text: string): number | null {
  const [quota, period] = text.split(' ').map(Number);
  return quota && period ? quota / period : null;
}

/** Every cgroup above binds as well: the smallest limit on the way up counts. */
async function tightest(
  machine: Machine,
  controller: string,
  read: (folder: string, version: '1' | '2') => Promise<number | null>,
): Promise<number | null> {
  const { version, folders } = await cgroupFolders(machine, controller);
  const limits = await Promise.all(folders.map((folder) => read(folder, version)));
  return limits.reduce(
    (least, limit) => (limit !== null && (least === null || limit < least) ? limit : least),
    null,
  );
}

/** Version 1 writes "no limit" as the largest page count, near 2^63; no machine has 2^60 bytes. */
const UNLIMITED = 2 ** 60;

async function readCount(machine: Machine, path: string): Promise<number | null> {
  const text = await machine.readIf(path);
  const count = Number(text);
  return text === null || text === 'max' || !Number.isFinite(count) || count >= UNLIMITED ? null : count;
}

/** The soft limit in a line of /proc/self/limits: name, soft, hard, unit. */
async function readUlimit(machine: Machine, name: string): Promise<number | null> {
  const text = await machine.read('/proc/self/limits');
  const soft = new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(text)?.[1];
  if (soft === undefined) throw notSaid('/proc/self/limits', name);
  return soft === 'unlimited' ? null : Number(soft);
}
