import type { Path } from '../config/problem.ts';
import { type Service, valueAt } from './compose.ts';
import { expand, nowhere } from './expand.ts';
import { bytesOf } from './size.ts';

export type Resource = 'cpus' | 'memory' | 'pids';

export interface Limit {
  /** Bytes, processors or a count; `null`: there is none. */
  readonly value: number | null;
  /** Where it is written in the service; `null` where nothing is. */
  readonly path: Path | null;
}

/** Where Compose takes each limit from: the key of the service, and that of `deploy`. */
const KEYS: Readonly<Record<Resource, readonly (readonly string[])[]>> = {
  cpus: [['cpus'], ['deploy', 'resources', 'limits', 'cpus']],
  memory: [['mem_limit'], ['deploy', 'resources', 'limits', 'memory']],
  pids: [['pids_limit'], ['deploy', 'resources', 'limits', 'pids']],
};

/** The limit of a service; `undefined` where the file leaves it to a variable. 0 and −1 are no limit to Docker. */
export function limitOf(service: Service, resource: Resource): Limit | undefined {
  const { keys } = service;
  for (const path of KEYS[resource]) {
    const written = valueAt(keys, ...path);
    if (written === undefined) continue;
    const value = amountOf(written, resource);
    if (value === undefined) return undefined;
    return { value: value !== null && value > 0 ? value : null, path };
  }
  return resource === 'cpus' ? quotaOf(service) : { value: null, path: null };
}

/** What Docker takes a period for where none is written, in microseconds. */
const PERIOD_US = 100_000;

/** Processor time per time by `cpu_quota`, in microseconds of each `cpu_period`. */
function quotaOf({ keys }: Service): Limit | undefined {
  const written = valueAt(keys, 'cpu_quota');
  if (written === undefined) return { value: null, path: null };
  const quota = amountOf(written, 'cpus');
  const period = amountOf(valueAt(keys, 'cpu_period') ?? PERIOD_US, 'cpus');
  // A duration (50ms) is a limit like one from a variable: there is one, of an amount that is not known here.
  if (typeof quota !== 'number' || !period) return undefined;
  return { value: quota > 0 ? quota / period : null, path: ['cpu_quota'] };
}

/** The number written; `null` for what is none; `undefined` where it comes from a variable. */
export function amountOf(written: unknown, resource: Resource): number | null | undefined {
  const text = typeof written === 'string' ? expand(written, nowhere) : written;
  if (text === null) return undefined;
  if (resource === 'memory') return bytesOf(text);
  const number = typeof text === 'string' && text.trim() !== '' ? Number(text) : text;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** How many containers of it run: `deploy.replicas`, or `scale`, or one. */
export function replicasOf({ keys }: Service): number {
  const written = valueAt(keys, 'deploy', 'replicas') ?? valueAt(keys, 'scale');
  return typeof written === 'number' && Number.isInteger(written) && written >= 0 ? written : 1;
}
