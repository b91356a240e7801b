import { stat } from 'node:fs/promises';
import { machine as architecture, hostname, userInfo } from 'node:os';
import { AssayError } from '../core/error.ts';
import { VERSION } from '../core/version.ts';
import { MEASURING_METHOD } from './harness.ts';
import { environmentId } from './identify.ts';
import { type Machine, machineAt, readOnce } from './machine.ts';
import { probeLoad, probeMemoryConditions } from './probe/conditions.ts';
import { type Container, findContainer } from './probe/container.ts';
import { probeCpu } from './probe/cpu.ts';
import { probeFilesystem } from './probe/filesystem.ts';
import { probeKernel } from './probe/kernel.ts';
import { type Limits, probeLimits } from './probe/limits.ts';
import { probeMemory } from './probe/memory.ts';
import { probePower } from './probe/power.ts';
import { probeToolchain } from './probe/toolchain.ts';
import { divideByUse } from './probe/toolchain-by-use.ts';
import { probeUsedTools } from './probe/used-tools.ts';
import { probePlatform } from './probe/virtualisation.ts';
import { mapProbed, type Probed, probe, valueIn } from './probed.ts';
import type { Conditions, EnvironmentRecord, Execution, HostNames, Identity } from './record.ts';

export interface FingerprintOptions {
  /**
   * The folder whose filesystem counts, where the toolchain is asked for its versions, and from which the
   * project is found whose tools count.
   */
  readonly worktree: string;
  readonly signal?: AbortSignal | undefined;
  /** Also record host name, user name and worktree. They never count towards the id. */
  readonly includeIdentity?: boolean;
  /** Folder to read the machine's files from; `/`, this machine, unless told. */
  readonly root?: string;
  /** Variables that PATH, CC, CXX and the cache folder are taken from; the process's own unless told. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Reads the environment. Every probe is bounded in time, and one that finds nothing says why in its place;
 * only a missing worktree or an abort is an error.
 */
export async function fingerprint(options: FingerprintOptions): Promise<EnvironmentRecord> {
  await checkWorktree(options.worktree);
  const machine = readOnce(machineAt(options.root ?? '/'));
  const probedAt = new Date().toISOString();
  // First, before our own probes load the machine.
  const load = await probeLoad(machine);
  const [cpu, memory, kernel, platform, container, filesystem, limits, toolchain, used] = await Promise.all([
    probeCpu(machine),
    probeMemory(machine),
    probeKernel(machine, architecture()),
    probePlatform(machine),
    probe(() => findContainer(machine)),
    probeFilesystem(machine, options.worktree),
    probeLimits(machine),
    probeToolchain(options),
    probeUsedTools(options.worktree, options.env ?? process.env),
  ]);
  if (options.signal?.aborted) throw new AssayError('interrupted', 'stopped while reading the environment');
  const { counted, others } = divideByUse(toolchain.compilers, used);
  const { cpuQuota, allowedCpus, memoryBytes, ...otherLimits } = limits;
  const identity: Identity = {
    cpu,
    memory,
    kernel,
    platform,
    container: { runtime: mapProbed(container, (found) => found?.runtime ?? null) },
    filesystem,
    limits: { cpuQuota, allowedCpus, memoryBytes },
    toolchain: counted,
    harness: { method: { value: MEASURING_METHOD } },
  };
  const conditions: Conditions = {
    probedAt,
    load,
    ...(await probeConditions(machine)),
    limits: otherLimits,
    toolchain: { ...toolchain.builders, others: { value: others } },
    ...(options.includeIdentity ? { host: hostNames(options.worktree) } : {}),
  };
  const execution = executionOf(platform.virtualisation, container, limits);
  return { id: environmentId(identity), identity, conditions, execution };
}

async function checkWorktree(worktree: string): Promise<void> {
  const found = await stat(worktree).catch(() => null);
  if (found?.isDirectory()) return;
  throw new AssayError('input', `${worktree} is not a folder, so its environment cannot be told`);
}

async function probeConditions(
  machine: Machine,
): Promise<Pick<Conditions, 'memory' | 'power' | 'kernel' | 'harness'>> {
  const [memory, power, uptimeS] = await Promise.all([
    probeMemoryConditions(machine),
    probePower(machine),
    probe(async () => Number((await machine.read('/proc/uptime')).split(' ')[0])),
  ]);
  return {
    memory,
    power,
    kernel: { uptimeS },
    harness: { version: { value: VERSION }, node: { value: process.version } },
  };
}

function executionOf(
  virtualisation: Probed<string | null>,
  container: Probed<Container | null>,
  limits: Limits,
): Execution {
  const around = valueIn(container);
  return {
    runtime: around === null ? 'bare_metal' : 'container',
    virtualisation: valueIn(virtualisation),
    containerId: around?.id ?? null,
    runtimeVersion: around?.version ?? null,
    limits,
    overhead: { status: 'unavailable', reason: 'no calibration has been measured' },
  };
}

function hostNames(worktree: string): HostNames {
  return { hostname: hostname(), user: userInfo().username, worktree };
}
