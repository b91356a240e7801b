import { type Machine, notSaid } from '../machine.ts';
import { mapProbed, type Probed, probe } from '../probed.ts';
import type { Processor } from './cpuinfo.ts';

/** How the online logical processors are grouped. */
export interface Topology {
  /** Online logical processors. */
  readonly threads: Probed<number>;
  readonly cores: Probed<number>;
  readonly sockets: Probed<number>;
  /** `null` where cores differ (some with, some without a second thread). */
  readonly threadsPerCore: Probed<number | null>;
  /** `null` where sockets differ. */
  readonly coresPerSocket: Probed<number | null>;
}

interface Place {
  readonly socket: string;
  readonly core: string;
}

/** From /proc/cpuinfo where it tells sockets and cores (x86), else from sysfs (ARM and others). */
export async function probeTopology(
  machine: Machine,
  cpuinfo: Promise<readonly Processor[]>,
): Promise<Topology> {
  const places = await probe(async () => {
    const processors = await cpuinfo;
    const found = processors.map(placeInCpuinfo);
    return found.length > 0 && found.every((place) => place !== null) ? found : placesInSysfs(machine);
  });
  const count = (of: (all: readonly Place[]) => number): Probed<number> => mapProbed(places, of);
  const cores = count((all) => new Set(all.map(coreKey)).size);
  const sockets = count((all) => new Set(all.map((place) => place.socket)).size);
  return {
    threads: await probe(async () => (await cpuinfo).length || countOnline(machine)),
    cores,
    sockets,
    threadsPerCore: mapProbed(places, (all) => evenShare(all.map(coreKey))),
    coresPerSocket: mapProbed(places, (all) => evenShare([...new Set(all.map(coreKey))].map(socketOfKey))),
  };
}

function placeInCpuinfo(processor: Processor): Place | null {
  const [socket, core] = [processor['physical id'], processor['core id']];
  return socket === undefined || core === undefined ? null : { socket, core };
}

const CPUS = '/sys/devices/system/cpu';

async function placesInSysfs(machine: Machine): Promise<Place[]> {
  const online = parseCpuList(await machine.read(`${CPUS}/online`));
  return Promise.all(
    online.map(async (cpu) => {
      const read = (name: string) => machine.read(`${CPUS}/cpu${cpu}/topology/${name}`);
      // The first sibling names the core: `core_id` alone repeats between clusters on some ARM machines.
      const [socket, siblings] = await Promise.all([
        read('physical_package_id'),
        read('thread_siblings_list'),
      ]);
      return { socket, core: String(parseCpuList(siblings)[0]) };
    }),
  );
}

async function countOnline(machine: Machine): Promise<number> {
  return parseCpuList(await machine.read(`${CPUS}/online`)).length;
}

function coreKey(place: Place): string {
  return `${place.socket}/${place.core}`;
}

function socketOfKey(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

/** How often each key occurs, if all occur equally often. */
function evenShare(keys: readonly string[]): number | null {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const distinct = new Set(counts.values());
  return distinct.size === 1 ? [...distinct][0]! : null;
}

/** `0-3,8,10-11` (cpuset(7), list format). */
export function parseCpuList(list: string): number[] {
  if (list.trim() === '') return [];
  return list.split(',').flatMap((part) => {
    const [first, last = first] = part.trim().split('-').map(Number);
    if (first === undefined || last === undefined || !Number.isInteger(first) || !Number.isInteger(last)) {
      throw notSaid(`the list ${JSON.stringify(list)}`, 'processors');
    }
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
