import { readFileSync } from 'node:fs';

/** Hard limits of a process; `null` where unlimited. */
export interface HardLimits {
  readonly nofile: number | null;
  readonly nproc: number | null;
}

/** Of a process of this host; `null` where it cannot be looked at. */
export function hardLimits(pid: number | 'self'): HardLimits | null {
  try {
    return parseLimits(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * What every container may have that is started from this process: its own hard limits, and no more processes
 * than the kernel has numbers for, to which Podman lowers its own.
 */
export function inheritableLimits(): HardLimits | null {
  const own = hardLimits('self');
  if (own === null) return null;
  const numbers = Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'));
  return { ...own, nproc: Math.min(own.nproc ?? numbers, numbers) };
}

/** proc_pid_limits(5): name, soft limit, hard limit and unit in columns. */
export function parseLimits(text: string): HardLimits {
  const hard = (name: string): number | null => {
    const value = new RegExp(`^${name}\\s+\\S+\\s+(\\d+)`, 'm').exec(text)?.[1];
    return value === undefined ? null : Number(value);
  };
  return { nofile: hard('Max open files'), nproc: hard('Max processes') };
}
