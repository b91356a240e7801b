import { parseCpuTimes } from '../load.ts';
import { type Machine, notSaid } from '../machine.ts';
import { mapProbed, type Probed, probe } from '../probed.ts';
import { readMeminfo } from './memory.ts';

/** How busy the machine was. */
export interface LoadConditions {
  /** Load averages over 1, 5 and 15 minutes (proc_loadavg(5)). */
  readonly average1: Probed<number>;
  readonly average5: Probed<number>;
  readonly average15: Probed<number>;
  /** Scheduling entities (threads) that exist and that could run, Assay's own included. */
  readonly threads: Probed<number>;
  readonly runnable: Probed<number>;
  /** Share of the last 10 s in which some thread waited for a processor, 0 to 1. */
  readonly pressure: Probed<number>;
  /** Share of processor time since boot that a virtual machine's neighbours took, 0 to 1. */
  readonly stealShare: Probed<number>;
}

export async function probeLoad(machine: Machine): Promise<LoadConditions> {
  const loadavg = await probe(async () => parseLoadavg(await machine.read('/proc/loadavg')));
  const [pressure, stealShare] = await Promise.all([
    probe(async () => parsePressure(await machine.read('/proc/pressure/cpu'))),
    probe(async () => {
      const times = parseCpuTimes(await machine.read('/proc/stat'));
      if (times === null || times.totalS === 0) throw notSaid('/proc/stat', 'processor times');
      return times.stealS / times.totalS;
    }),
  ]);
  return {
    average1: mapProbed(loadavg, (load) => load.average1),
    average5: mapProbed(loadavg, (load) => load.average5),
    average15: mapProbed(loadavg, (load) => load.average15),
    threads: mapProbed(loadavg, (load) => load.threads),
    runnable: mapProbed(loadavg, (load) => load.runnable),
    pressure,
    stealShare,
  };
}

/** `0.25 0.17 0.08 1/98 8176` */
function parseLoadavg(text: string) {
  const match = /^(\S+) (\S+) (\S+) (\d+)\/(\d+)/.exec(text);
  if (!match) throw notSaid('/proc/loadavg', 'load averages');
  const [average1, average5, average15, runnable, threads] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { average1, average5, average15, runnable, threads };
}

/** `some avg10=2.05 …`, in percent (Linux Documentation/accounting/psi.rst). */
function parsePressure(text: string): number {
  const percent = /^some avg10=([\d.]+)/m.exec(text)?.[1];
  if (percent === undefined) throw notSaid('/proc/pressure/cpu', 'avg10');
  return Number(percent) / 100;
}

export interface MemoryConditions {
  readonly totalBytes: Probed<number>;
  readonly availableBytes: Probed<number>;
  readonly swapBytes: Probed<number>;
  readonly swapUsedBytes: Probed<number>;
}

export async function probeMemoryConditions(machine: Machine): Promise<MemoryConditions> {
  const [totalBytes, availableBytes, swapBytes, swapUsedBytes] = await Promise.all([
    probe(() => readMeminfo(machine, 'MemTotal')),
    probe(() => readMeminfo(machine, 'MemAvailable')),
    probe(() => readMeminfo(machine, 'SwapTotal')),
    probe(async () => (await readMeminfo(machine, 'SwapTotal')) - (await readMeminfo(machine, 'SwapFree'))),
  ]);
  return { totalBytes, availableBytes, swapBytes, swapUsedBytes };
}
