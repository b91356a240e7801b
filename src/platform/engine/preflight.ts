import { formatValue } from '../../core/unit.ts';
import { CAPABILITIES } from './capabilities.ts';
import type { ContainerLimits, ContainerOrder, EngineInfo } from './engine.ts';

/** What is asked of an engine, as far as it can be wanting. */
export type Demand = Pick<ContainerOrder, 'limits' | 'capabilities' | 'devices' | 'tmpfs'>;

/** What the machine has, as far as it can be known from outside of the engine. */
export interface HostFacts {
  /** The most open files that the engine can give a process; `null` where nothing limits them. */
  readonly nofile: number | null;
  /** Numbers of the processors in use. */
  readonly cpus: ReadonlySet<number>;
  /** Whether something is at this path; asked of devices only. */
  readonly exists: (path: string) => boolean;
  /** Names of the capabilities that the engine itself has, without `CAP_`; `null` where that cannot be seen. */
  readonly capabilities: ReadonlySet<string> | null;
}

/** The engines refuse less: their own tools would not start in it. */
const MIN_MEMORY_BYTES = 6 * 1024 ** 2;

/**
 * Everything that the engine or the machine cannot give, each as “key: what is asked, but what there is”. Empty
 * where all can be given.
 */
export function shortfalls(demand: Demand, info: EngineInfo, host: HostFacts): string[] {
  const { limits } = demand;
  return [
    ...processorShortfalls(limits, info, host),
    ...memoryShortfalls(demand, info),
    ...(info.supports.pids ? [] : [`pids: ${limits.pids}, but ${controllerMissing('pids', info)}`]),
    ...(limits.nofile !== null && host.nofile !== null && limits.nofile > host.nofile
      ? [`nofile: ${limits.nofile}, but the engine may open no more than ${host.nofile}`]
      : []),
    ...demand.devices
      .filter((path) => !host.exists(path))
      .map((path) => `devices: ${path}, but this machine has no such device`),
    ...demand.capabilities.flatMap((name) => capabilityShortfall(name, host)),
  ];
}

function processorShortfalls({ cpus, cpuset }: ContainerLimits, info: EngineInfo, host: HostFacts): string[] {
  const found: string[] = [];
  if (cpus !== null && cpus > info.cpus) found.push(`cpus: ${cpus}, but the engine has ${info.cpus}`);
  if (cpus !== null && !info.supports.cpuQuota) {
    found.push(`cpus: ${cpus}, but ${controllerMissing('cpu', info)}`);
  }
  if (cpuset === null) return found;
  if (!info.supports.cpuset) found.push(`cpuset: ${cpuset}, but ${controllerMissing('cpuset', info)}`);
  const chosen = processorsOf(cpuset);
  const absent = [...chosen].filter((number) => !host.cpus.has(number));
  if (absent.length > 0) {
    found.push(
      `cpuset: ${cpuset}, but there is no processor ${rangesOf(absent)}: there are ${rangesOf(host.cpus)}`,
    );
  }
  if (cpus !== null && cpus > chosen.size) {
    found.push(`cpus: ${cpus}, but cpuset ${cpuset} holds ${chosen.size}`);
  }
  return found;
}

function memoryShortfalls({ limits, tmpfs }: Demand, info: EngineInfo): string[] {
  const { memoryBytes, shmBytes } = limits;
  const total = memoryBytes ?? info.memoryBytes;
  const most = memoryBytes === null ? 'the engine has' : 'memory is';
  const inMemory = Object.entries(tmpfs).map(([path, bytes]): [string, number] => [`tmpfs ${path}`, bytes]);
  if (shmBytes !== null) inMemory.unshift(['shm', shmBytes]);
  const tooLarge = inMemory
    .filter(([, bytes]) => bytes > total)
    .map(([key, bytes]) => `${key}: ${size(bytes)}, but ${most} ${size(total)}`);
  if (memoryBytes === null) return tooLarge;
  const asked = `memory: ${size(memoryBytes)}, but`;
  return [
    ...(memoryBytes > info.memoryBytes ? [`${asked} the engine has ${size(info.memoryBytes)}`] : []),
    ...(memoryBytes < MIN_MEMORY_BYTES
      ? [`${asked} engines give no less than ${size(MIN_MEMORY_BYTES)}`]
      : []),
    ...(info.supports.memory ? [] : [`${asked} ${controllerMissing('memory', info)}`]),
    ...(info.supports.memory && !info.supports.swap
      ? [`${asked} the kernel does not count swap, so it would not be the limit (swapaccount=1 at boot)`]
      : []),
    ...tooLarge,
  ];
}

function capabilityShortfall(name: string, { capabilities }: HostFacts): string[] {
  const plain = name.replace(/^CAP_/, '');
  if (!CAPABILITIES.includes(plain)) return [`capabilities: ${name}, but Linux has no such capability`];
  if (capabilities === null || capabilities.has(plain)) return [];
  return [`capabilities: ${name}, but the engine itself does not have it`];
}

function controllerMissing(controller: string, { rootless, cgroupVersion }: EngineInfo): string {
  const why = rootless ? ': it runs without root, and was not given it' : '';
  return `the engine has no cgroup v${cgroupVersion} controller ${controller}${why}`;
}

/**
 * What containers that run at the same time ask for together, where that is more than there is. Each can be had
 * alone; side by side they would disturb each other.
 */
export function oversubscription(together: readonly Pick<Demand, 'limits'>[], info: EngineInfo): string[] {
  const sum = (of: (limits: ContainerLimits) => number | null): number =>
    together.reduce((total, { limits }) => total + (of(limits) ?? 0), 0);
  const cpus = sum((limits) => limits.cpus);
  const memoryBytes = sum((limits) => limits.memoryBytes);
  const count = together.length;
  return [
    ...(cpus > info.cpus ? [`cpus: ${cpus} in ${count} containers, but the engine has ${info.cpus}`] : []),
    ...(memoryBytes > info.memoryBytes
      ? [`memory: ${size(memoryBytes)} in ${count} containers, but the engine has ${size(info.memoryBytes)}`]
      : []),
  ];
}

/** cpuset(7), list format: `0-2,4`. */
export function processorsOf(list: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const range of list.trim().split(',')) {
    const [first, last] = range.split('-').map(Number);
    for (let number = first!; number <= (last ?? first!); number++) numbers.add(number);
  }
  return numbers;
}

/** The same the other way round, ascending: `0-2, 4`. */
export function rangesOf(numbers: Iterable<number>): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range.last + 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

function size(bytes: number): string {
  return formatValue(bytes, 'By');
}
