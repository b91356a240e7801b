/** Which way is better. */
export type Direction = 'lower' | 'higher';

/** A metric owns its unit (UCUM) and its direction. */
export interface Metric {
  readonly name: string;
  /** UCUM: `s`, `By`, `1` for a count, `1/s`, `By/s`. */
  readonly unit: string;
  readonly direction: Direction;
}

/** What the sampler reports of every execution, in the order of its tables. */
export const BUILTIN_METRICS = {
  wall: { name: 'wall', unit: 's', direction: 'lower' },
  user: { name: 'user', unit: 's', direction: 'lower' },
  system: { name: 'system', unit: 's', direction: 'lower' },
  'peak-memory': { name: 'peak-memory', unit: 'By', direction: 'lower' },
  'page-faults': { name: 'page-faults', unit: '1', direction: 'lower' },
  'context-switches': { name: 'context-switches', unit: '1', direction: 'lower' },
  instructions: { name: 'instructions', unit: '1', direction: 'lower' },
  cycles: { name: 'cycles', unit: '1', direction: 'lower' },
} as const satisfies Record<string, Metric>;

export type BuiltinMetricName = keyof typeof BUILTIN_METRICS;

export const BUILTIN_METRIC_NAMES = Object.keys(BUILTIN_METRICS) as BuiltinMetricName[];

export function isBuiltin(name: string): name is BuiltinMetricName {
  return Object.hasOwn(BUILTIN_METRICS, name);
}

/**
 * What the kernel accounts to the container of an execution, the sampler's own small share included. Peak memory
 * includes the page cache. Reads and writes are those of block devices: what the page cache answers is not among
 * them, nor what it writes back later.
 */
export const CONTAINER_METRICS = {
  'cgroup-cpu': { name: 'cgroup-cpu', unit: 's', direction: 'lower' },
  'cgroup-throttled': { name: 'cgroup-throttled', unit: 's', direction: 'lower' },
  'cgroup-read': { name: 'cgroup-read', unit: 'By', direction: 'lower' },
  'cgroup-written': { name: 'cgroup-written', unit: 'By', direction: 'lower' },
  'cgroup-peak-memory': { name: 'cgroup-peak-memory', unit: 'By', direction: 'lower' },
  'oom-kills': { name: 'oom-kills', unit: '1', direction: 'lower' },
} as const satisfies Record<string, Metric>;

export type ContainerMetricName = keyof typeof CONTAINER_METRICS;

/** Those that every execution gives without results of its own, somewhere. */
export const MEASURED_METRIC_NAMES: readonly string[] = [
  ...BUILTIN_METRIC_NAMES,
  ...Object.keys(CONTAINER_METRICS),
];

export function isContainerMetric(name: string): name is ContainerMetricName {
  return Object.hasOwn(CONTAINER_METRICS, name);
}

/** The unit, as UCUM writes annotations, of a metric whose results could never be read. */
export const UNKNOWN_UNIT = '{unknown}';

/** Stands for a metric of which no value was ever seen, so that its failure can be told. */
export function unknownMetric(name: string): Metric {
  return { name, unit: UNKNOWN_UNIT, direction: 'lower' };
}
