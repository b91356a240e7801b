import { formatValue } from '../../core/unit.ts';
import type { FilePlace, Probe } from './probes.ts';

/** What of an environment decides which probes it can run, and how. */
export interface ProbedEnvironment {
  readonly name: string;
  readonly kind: 'host' | 'container';
  /** Processors' worth of time per time; `null`: no limit. */
  readonly cpus: number | null;
  /** In bytes; `null`: no limit. */
  readonly memoryBytes: number | null;
  /** Of /dev/shm, in bytes; `null`: as the engine has it. */
  readonly shmBytes: number | null;
  readonly rootWritable: boolean;
}

/** How all probes are run, in both environments alike. */
export interface ProbeConditions {
  /** Pieces of work of each execution, of computing and of any other work. */
  readonly repeats: { readonly compute: number; readonly other: number };
  /** Whether a CPU quota must be used up before each execution. */
  readonly burn: boolean;
  /** Of the arrays of memory probes; `null`: a limit of memory leaves no room for them. */
  readonly arrayBytes: number | null;
}

/**
 * A piece of work takes some 30 ms, less than a period of a CPU quota (100 ms), and is slowed by whole gaps between
 * periods. Where it begins in a period decides between two numbers of gaps, which a random beginning (see
 * probes/burn.c) turns into noise around the truth; but the estimate is a median, and leans to the likelier of the
 * two by up to a third of a gap. Of computing, which shows the quota alone, thirty pieces make that less than a
 * hundredth at half a processor; of other work, where more than the quota shows, ten are quick enough.
 */
const REPEATS_UNDER_QUOTA = { compute: 30, other: 10 };

const MIB = 1024 * 1024;
/** Larger than the share of the last cache that one program of several has; copied in tens of milliseconds. */
const ARRAY = 64 * MIB;
/** Smaller arrays would measure the cache of a core. */
const LEAST_ARRAY = 8 * MIB;
/** Of what a limit allows: the rest is for the program, the sampler and the page cache. */
const ARRAY_SHARE = 1 / 4;
/** Twice the file of the file probes. */
const LEAST_SHM = 16 * MIB;

/** Probes use one processor at a time, so that only less than one holds them back. */
export function isThrottled({ cpus }: ProbedEnvironment): boolean {
  return cpus !== null && cpus < 1;
}

export function conditionsOf(environments: readonly ProbedEnvironment[]): ProbeConditions {
  const throttled = environments.some(isThrottled);
  const limits = environments.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  const room = Math.min(ARRAY, ...limits.map((limit) => limit * ARRAY_SHARE));
  return {
    repeats: throttled ? REPEATS_UNDER_QUOTA : { compute: 1, other: 1 },
    burn: throttled,
    arrayBytes: room < LEAST_ARRAY ? null : Math.floor(room / MIB) * MIB,
  };
}

/** Why a probe cannot be run in these environments; `null`: as far as is known, it can. */
export function obstacleOf(
  probe: Probe,
  place: FilePlace | null,
  environments: readonly ProbedEnvironment[],
): string | null {
  if (probe.needs === 'memory' && conditionsOf(environments).arrayBytes === null) {
    return `a limit of memory leaves less than ${formatValue(LEAST_ARRAY, 'By')} for an array`;
  }
  for (const { name, kind, rootWritable, shmBytes } of environments) {
    if (kind === 'host') continue;
    if (place === 'root' && !rootWritable) return `the root of ${name} is read-only`;
    if (place === 'tmpfs' && shmBytes !== null && shmBytes < LEAST_SHM) {
      return `/dev/shm of ${name} is smaller than ${formatValue(LEAST_SHM, 'By')}`;
    }
  }
  return null;
}
