import type { CgroupVersion, Controller } from './folders.ts';
import {
  parseBlkio,
  parseCount,
  parseCpuMax,
  parseCpuQuota,
  parseIoStat,
  parseKeyed,
  parseLimit,
} from './parse.ts';
import type { ReadFile } from './read.ts';

/**
 * Where a figure stands in each version: version 1 in Linux Documentation/admin-guide/cgroup-v1/cpuacct.rst,
 * memory.rst, blkio-controller.rst, pids.rst, cpusets.rst and Documentation/scheduler/sched-bwc.rst; version 2 in
 * Documentation/admin-guide/cgroup-v2.rst.
 */
export type Source<T> = { readonly controller: Controller } & Readonly<
  Record<CgroupVersion, (read: ReadFile) => T>
>;

/** Ticks a second in which cpuacct.stat counts: USER_HZ, fixed at 100 for user space (time(7)). */
const TICKS_PER_S = 100;

/** The most memory that was held at once. Writing to it begins anew (version 2: since Linux 6.12, for one open file). */
export const PEAK_FILE = { 1: 'memory.max_usage_in_bytes', 2: 'memory.peak' } as const;

const IO_FILE = 'blkio.throttle.io_service_bytes_recursive';

/** What the kernel counted since the cgroup was made, and what it holds now. */
export interface CgroupFigures {
  /** CPU time in seconds: of all processors, of user code, of the kernel (version 1: the latter two in steps of 10 ms). */
  readonly cpuS: number;
  readonly userS: number;
  readonly systemS: number;
  /** Seconds in which a processor wanted to run and was held back by the quota, summed over processors. */
  readonly throttledS: number;
  /** Periods of the quota (100 ms unless told) in which anything ran, and those in which the quota was used up. */
  readonly periods: number;
  readonly throttledPeriods: number;
  /** Page cache and kernel memory included. The peak is since the cgroup was made, or since it was reset. */
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
  /** Processes that were killed because the memory limit was reached. */
  readonly oomKills: number;
  /** Bytes moved from and to block devices; what stays in the page cache is not among them. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** How often a process could not be started for the limit of their number. */
  readonly pidsRefused: number;
}

export const FIGURES: { readonly [Name in keyof CgroupFigures]: Source<CgroupFigures[Name]> } = {
  cpuS: {
    controller: 'cpuacct',
    1: (read) => parseCount(read('cpuacct.usage'), 'cpuacct.usage') / 1e9,
    2: cpuStat('usage_usec', 1e6),
  },
  userS: { controller: 'cpuacct', 1: ticks('user'), 2: cpuStat('user_usec', 1e6) },
  systemS: { controller: 'cpuacct', 1: ticks('system'), 2: cpuStat('system_usec', 1e6) },
  throttledS: { controller: 'cpu', 1: cpuStat('throttled_time', 1e9), 2: cpuStat('throttled_usec', 1e6) },
  periods: { controller: 'cpu', 1: cpuStat('nr_periods', 1), 2: cpuStat('nr_periods', 1) },
  throttledPeriods: { controller: 'cpu', 1: cpuStat('nr_throttled', 1), 2: cpuStat('nr_throttled', 1) },
  memoryBytes: { controller: 'memory', 1: count('memory.usage_in_bytes'), 2: count('memory.current') },
  peakMemoryBytes: { controller: 'memory', 1: count(PEAK_FILE[1]), 2: count(PEAK_FILE[2]) },
  oomKills: {
    controller: 'memory',
    1: keyed('memory.oom_control', 'oom_kill'),
    2: keyed('memory.events', 'oom_kill'),
  },
  readBytes: {
    controller: 'blkio',
    1: (read) => parseBlkio(read(IO_FILE), IO_FILE, 'Read'),
    2: (read) => parseIoStat(read('io.stat'), 'rbytes'),
  },
  writtenBytes: {
    controller: 'blkio',
    1: (read) => parseBlkio(read(IO_FILE), IO_FILE, 'Write'),
    2: (read) => parseIoStat(read('io.stat'), 'wbytes'),
  },
  pidsRefused: { controller: 'pids', 1: keyed('pids.events', 'max'), 2: keyed('pids.events', 'max') },
};

/** What this cgroup itself may use, as the kernel has it; those above it may allow less. `null`: no limit. */
export interface CgroupLimits {
  /** CPU time per time, in processors: 1.5 is one and a half. */
  readonly cpuQuota: number | null;
  /** Processors as a list, `0-3,8`; `null` where the cgroup takes those of the one above it. */
  readonly cpuset: string | null;
  readonly memoryBytes: number | null;
  /** Swap beyond the memory: 0 is none. */
  readonly swapBytes: number | null;
  readonly pids: number | null;
}

export const LIMITS: { readonly [Name in keyof CgroupLimits]: Source<CgroupLimits[Name]> } = {
  cpuQuota: {
    controller: 'cpu',
    1: (read) => parseCpuQuota(read('cpu.cfs_quota_us'), read('cpu.cfs_period_us')),
    2: (read) => parseCpuMax(read('cpu.max')),
  },
  cpuset: { controller: 'cpuset', 1: list, 2: list },
  memoryBytes: { controller: 'memory', 1: limit('memory.limit_in_bytes'), 2: limit('memory.max') },
  swapBytes: { controller: 'memory', 1: swapBeyondMemory, 2: limit('memory.swap.max') },
  pids: { controller: 'pids', 1: limit('pids.max'), 2: limit('pids.max') },
};

function count(file: string): (read: ReadFile) => number {
  return (read) => parseCount(read(file), file);
}

function limit(file: string): (read: ReadFile) => number | null {
  return (read) => parseLimit(read(file), file);
}

function keyed(file: string, key: string): (read: ReadFile) => number {
  return (read) => parseKeyed(read(file), file, key);
}

function cpuStat(key: string, perUnit: number): (read: ReadFile) => number {
  return (read) => parseKeyed(read('cpu.stat'), 'cpu.stat', key) / perUnit;
}

function ticks(key: 'user' | 'system'): (read: ReadFile) => number {
  return (read) => parseKeyed(read('cpuacct.stat'), 'cpuacct.stat', key) / TICKS_PER_S;
}

function list(read: ReadFile): string | null {
  return read('cpuset.cpus').trim() || null;
}

/** Version 1 limits memory and swap together. */
function swapBeyondMemory(read: ReadFile): number | null {
  const both = limit('memory.memsw.limit_in_bytes')(read);
  const memory = limit('memory.limit_in_bytes')(read);
  return both === null || memory === null ? null : both - memory;
}
