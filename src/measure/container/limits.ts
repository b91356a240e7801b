import { AssayError } from '../../core/error.ts';
import { cgroupOf } from '../../platform/cgroup/folders.ts';
import { type CgroupLimitReading, readCgroupLimits } from '../../platform/cgroup/reading.ts';
import type { ContainerLimits, RunningContainer } from '../../platform/engine/engine.ts';

/** The limits of a container as the kernel has them; `null` where its processes cannot be seen from here. */
export function limitsInForce({ pid }: RunningContainer): CgroupLimitReading | null {
  return pid === null ? null : readCgroupLimits(cgroupOf(pid));
}

/** The kernel counts time in microseconds of a period of 100 ms, memory in pages. */
const CPU_GRAIN = 1e-5;
const PAGE_BYTES = 4096;

/**
 * An `infrastructure` error where the kernel has another limit than was asked for: figures of an environment that
 * is not the one recorded would be worth nothing. What cannot be read is not known to be wrong.
 */
export function checkLimits(asked: ContainerLimits, inForce: CgroupLimitReading | null): void {
  if (inForce === null) return;
  const wrong = [
    differs('cpus', asked.cpus, inForce.cpuQuota, CPU_GRAIN),
    differs('memory', asked.memoryBytes, inForce.memoryBytes, PAGE_BYTES),
    differs('swap', asked.memoryBytes === null ? null : 0, inForce.swapBytes, PAGE_BYTES),
    differs('pids', asked.pids, inForce.pids, 0),
  ].flatMap((text) => text ?? []);
  if (wrong.length === 0) return;
  throw new AssayError(
    'infrastructure',
    `the container engine did not set what was asked: ${wrong.join('; ')}`,
    {
      hint: 'see what the engine warns of: docker info',
    },
  );
}

type Reading = { readonly value: number | null } | { readonly unavailable: string };

function differs(name: string, asked: number | null, found: Reading, grain: number): string | null {
  if (asked === null || 'unavailable' in found) return null;
  const equal = found.value !== null && Math.abs(found.value - asked) <= grain;
  return equal ? null : `${name} ${asked}, the kernel has ${found.value ?? 'no limit'}`;
}
