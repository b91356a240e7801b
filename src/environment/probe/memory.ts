import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';
import { parseCpuList } from './topology.ts';

export interface MemoryIdentity {
  /** Memory the kernel manages, in whole GiB: the exact figure moves by a little from boot to boot. */
  readonly totalGiB: Probed<number>;
  readonly numaNodes: Probed<number>;
  /** Transparent huge pages: `always`, `madvise` or `never`. */
  readonly hugePages: Probed<string>;
}

export async function probeMemory(machine: Machine): Promise<MemoryIdentity> {
  const [totalGiB, numaNodes, hugePages] = await Promise.all([
    probe(async () => Math.round((await readMeminfo(machine, 'MemTotal')) / 1024 ** 3)),
    probe(async () => parseCpuList(await machine.read('/sys/devices/system/node/online')).length),
    probe(async () => chosen(await machine.read('/sys/kernel/mm/transparent_hugepage/enabled'))),
  ]);
  return { totalGiB, numaNodes, hugePages };
}

/** One line of /proc/meminfo (proc_meminfo(5)), in bytes. */
export async function readMeminfo(machine: Machine, name: string): Promise<number> {
  const text = await machine.read('/proc/meminfo');
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text);
  if (!match) throw notSaid('/proc/meminfo', name);
  return Number(match[1]) * 1024;
}

/** `always [madvise] never` */
function chosen(text: string): string {
  return /\[(\w+)\]/.exec(text)?.[1] ?? text;
}
