import { closeSync, openSync, readSync } from 'node:fs';

/** Processor time of the whole machine since it started, in seconds, summed over its processors. */
export interface CpuTimes {
  readonly totalS: number;
  /** Idle, also while a disk is waited for. */
  readonly idleS: number;
  /** Wanted by this virtual machine, used by its neighbours. */
  readonly stealS: number;
}

/** USER_HZ: 100 on every architecture that Node runs on (Linux include/asm-generic/param.h). */
const TICKS_PER_SECOND = 100;

/** The first line of /proc/stat: `cpu` and ten numbers of at most 20 digits. */
const FIRST_LINE_BYTES = 256;

const buffer = Buffer.allocUnsafe(FIRST_LINE_BYTES);

/** Reads /proc/stat at once, without waiting; `null` where there is none. */
export function readCpuTimes(path = '/proc/stat'): CpuTimes | null {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return parseCpuTimes(buffer.toString('latin1', 0, readSync(file, buffer, 0, FIRST_LINE_BYTES, 0)));
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** proc_stat(5). Guest time is already part of user time. Kernels before 2.6.11 have no steal. */
export function parseCpuTimes(stat: string): CpuTimes | null {
  const ticks = /^cpu +([\d ]+)/.exec(stat)?.[1]?.trim().split(' ').map(Number);
  if (!ticks || ticks.length < 4) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = ticks;
  const total = user + nice + system + idle + iowait + irq + softirq + steal;
  return {
    totalS: total / TICKS_PER_SECOND,
    idleS: (idle + iowait) / TICKS_PER_SECOND,
    stealS: steal / TICKS_PER_SECOND,
  };
}

/**
 * The shortest time over which a share can be told, in seconds. Each of the five counters that grow under
 * load is cut to whole ticks of 10 ms, so a difference is wrong by up to 50 ms: a quarter of 0.2 s.
 */
export const SHORTEST_WINDOW_S = 0.2;

/**
 * How much others used the machine between two readings, as a share of one processor: 1.5 is one and a
 * half. Includes what neighbours of this virtual machine took. `null` where it cannot be told: no reading,
 * or less than SHORTEST_WINDOW_S apart.
 * @param childCpuS what the measured command used of it, user and system
 * @param wallS time between the readings
 */
export function otherLoad(
  before: CpuTimes | null,
  after: CpuTimes | null,
  childCpuS: number,
  wallS: number,
): number | null {
  if (before === null || after === null || !(wallS >= SHORTEST_WINDOW_S)) return null;
  const busyS = after.totalS - after.idleS - (before.totalS - before.idleS);
  return Math.max(0, (busyS - childCpuS) / wallS);
}

/**
 * The least load of others that a reading tells from none, as a share of one processor: what the counters may be
 * wrong by over the shortest window. Samples that were taken under more are marked as disturbed.
 */
export const DISTURBING_LOAD = 0.05 / SHORTEST_WINDOW_S;

/**
 * The load of others during each of successive executions: a reading holds for all since the one before. `null`
 * after the last reading, where it is not known.
 */
export function loadOfEach(readings: readonly (number | null)[]): (number | null)[] {
  let next: number | null = null;
  return readings
    .toReversed()
    .map((reading) => {
      next = reading ?? next;
      return next;
    })
    .reverse();
}

/** Tells the load of others over many executions, each too short to tell it alone. */
export interface LoadMeter {
  /** Counts processor time as ours: of all that was run since the last call, with what measuring it took. */
  ours(cpuS: number): void;
  /** Over the time since the last number it gave; `null` while that is too short. Assay's own time is ours. */
  read(): number | null;
}

export function startLoadMeter(): LoadMeter {
  let before = readCpuTimes();
  let startedMs = performance.now();
  let ownBefore = process.cpuUsage();
  let oursS = 0;
  return {
    ours(cpuS) {
      oursS += cpuS;
    },
    read() {
      const wallS = (performance.now() - startedMs) / 1000;
      if (wallS < SHORTEST_WINDOW_S) return null;
      const after = readCpuTimes();
      const own = process.cpuUsage(ownBefore);
      const share = otherLoad(before, after, oursS + (own.user + own.system) / 1e6, wallS);
      before = after;
      startedMs = performance.now();
      ownBefore = process.cpuUsage();
      oursS = 0;
      return share;
    },
  };
}
