import type { Case } from '../../core/case.ts';
import type { WorkKind } from '../../core/work.ts';

/** Something to measure in two environments: a program of probes/, which does a fixed amount of work. */
export interface Probe {
  /** As the program is told it. */
  readonly name: string;
  /** The kind of work that it stands for; `null`: for none, it tells an amount. */
  readonly work: WorkKind | null;
  readonly about: string;
  /** What an environment may change of it: each is an effect with an interval of its own. */
  readonly metrics: readonly ProbeMetric[];
  /** What it works on besides the processor: arrays in memory, or files in each of these places. */
  readonly needs: 'nothing' | 'memory' | 'files';
}

export interface ProbeMetric {
  readonly name: 'wall' | 'user' | 'system' | 'peak-memory';
  /** Told as an amount (milliseconds, bytes), because it does not grow with the work. */
  readonly asAmount: boolean;
}

const share = (name: ProbeMetric['name']): ProbeMetric => ({ name, asAmount: false });
const amount = (name: ProbeMetric['name']): ProbeMetric => ({ name, asAmount: true });

const WALL = [share('wall')];

/** Every probe, in the order of tables. */
export const PROBES: readonly Probe[] = [
  {
    ...{ name: 'integer', work: 'compute', needs: 'nothing' },
    about: 'a chain of integer operations',
    metrics: [share('wall'), share('user')],
  },
  {
    ...{ name: 'floating', work: 'compute', needs: 'nothing' },
    about: 'chains of floating-point operations',
    metrics: [share('wall'), share('user')],
  },
  {
    ...{ name: 'memory-bandwidth', work: 'memory', needs: 'memory', metrics: WALL },
    about: 'copying an array larger than the caches, as far as it may be',
  },
  {
    ...{ name: 'memory-latency', work: 'memory', needs: 'memory', metrics: WALL },
    about: 'following pointers in a random cycle through such an array',
  },
  {
    ...{ name: 'syscalls', work: 'syscalls', needs: 'nothing' },
    about: 'system calls that do next to nothing',
    metrics: [share('wall'), share('system')],
  },
  {
    ...{ name: 'spawn', work: 'spawn', needs: 'nothing', metrics: WALL },
    about: 'processes started one after the other',
  },
  {
    ...{ name: 'start', work: null, needs: 'nothing' },
    about: 'a program that ends at once',
    metrics: [amount('wall')],
  },
  {
    ...{ name: 'resident', work: null, needs: 'nothing' },
    about: 'a program that fills 8 MiB of memory',
    metrics: [amount('peak-memory')],
  },
  {
    ...{ name: 'write-sequential', work: 'files', needs: 'files', metrics: WALL },
    about: 'writing a file from end to end, each time with fsync',
  },
  {
    ...{ name: 'write-random', work: 'files', needs: 'files', metrics: WALL },
    about: 'writing pages of a file here and there, with fsync',
  },
  {
    ...{ name: 'read-sequential', work: 'files', needs: 'files', metrics: WALL },
    about: 'reading a file from end to end, not from the page cache where it can be emptied',
  },
  {
    ...{ name: 'read-random', work: 'files', needs: 'files', metrics: WALL },
    about: 'reading pages of a file here and there',
  },
  {
    ...{ name: 'loopback-latency', work: 'network', needs: 'nothing', metrics: WALL },
    about: 'one byte there and back over TCP on the loopback interface',
  },
  {
    ...{ name: 'loopback-throughput', work: 'network', needs: 'nothing', metrics: WALL },
    about: 'a stream over TCP on the loopback interface',
  },
];

/** Where files are probed. */
export const FILE_PLACES = ['root', 'volume', 'tmpfs'] as const;

export type FilePlace = (typeof FILE_PLACES)[number];

/** The cases of a probe. */
export function casesOf({ needs }: Probe): Case[] {
  return needs === 'files' ? FILE_PLACES.map((on) => ({ on })) : [{}];
}

/** What stands before the name of a probe where benchmarks are named: no project can name one so. */
const PREFIX = 'probe:';

export function benchmarkOf({ name }: Probe): string {
  return `${PREFIX}${name}`;
}

/** The probe that a benchmark of a calibration is; `null` for one of the project. */
export function probeOf(benchmark: string): Probe | null {
  return PROBES.find((probe) => benchmarkOf(probe) === benchmark) ?? null;
}
