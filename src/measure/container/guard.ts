import { AssayError } from '../../core/error.ts';
import { formatValue } from '../../core/unit.ts';
import type { CgroupUse } from '../../platform/cgroup/meter.ts';
import type { ContainerLimits, RunningContainer } from '../../platform/engine/engine.ts';
import { CaseFailure } from '../case-failure.ts';

/**
 * What a sampler that does not answer any more means: a container that ended or was removed fails the case; an
 * engine that is gone ends the run, as does anything that is not known.
 */
export async function whyLost(
  error: unknown,
  container: RunningContainer,
  limits: ContainerLimits,
): Promise<unknown> {
  if (!(error instanceof AssayError) || error.code !== 'infrastructure') return error;
  const { status, oomKilled, exitCode } = await container.state();
  if (status === 'running' || status === 'engine-gone') return error;
  if (oomKilled) return new CaseFailure(outOfMemory(limits));
  if (status === 'removed') return new CaseFailure('the container was stopped or removed from outside');
  return new CaseFailure(`the container ended by itself${exitCode === null ? '' : ` with ${exitCode}`}`);
}

/** Fails where the kernel refused what the command wanted: its time is not that of its work. */
export function throwIfExhausted(use: CgroupUse, limits: ContainerLimits): void {
  if (isAboveZero(use.oomKills)) throw new CaseFailure(outOfMemory(limits));
  if (isAboveZero(use.pidsRefused)) {
    throw new CaseFailure(`a process could not be started: limit ${limits.pids} processes`);
  }
}

function outOfMemory({ memoryBytes }: ContainerLimits): string {
  return `out of memory${memoryBytes === null ? '' : `: limit ${formatValue(memoryBytes, 'By')}`}`;
}

function isAboveZero(reading: CgroupUse['oomKills']): boolean {
  return 'value' in reading && reading.value > 0;
}
