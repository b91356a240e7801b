import type { LoadConditions, MemoryConditions } from './probe/conditions.ts';
import type { CpuIdentity } from './probe/cpu.ts';
import type { FilesystemIdentity } from './probe/filesystem.ts';
import type { KernelIdentity } from './probe/kernel.ts';
import type { Limits } from './probe/limits.ts';
import type { MemoryIdentity } from './probe/memory.ts';
import type { PowerConditions } from './probe/power.ts';
import type { Toolchain } from './probe/toolchain.ts';
import type { ToolchainByUse } from './probe/toolchain-by-use.ts';
import type { PlatformIdentity } from './probe/virtualisation.ts';
import type { Probed } from './probed.ts';

/** The recorded fingerprint of where a run took place. Plain JSON. */
export interface EnvironmentRecord {
  /** First 12 hex digits of the digest of `identity`: equal ids may be compared. */
  readonly id: string;
  readonly identity: Identity;
  readonly conditions: Conditions;
  readonly execution: Execution;
}

/** What makes runs comparable, and nothing else: each field is in the digest. Stable between runs. */
export interface Identity {
  readonly cpu: CpuIdentity;
  readonly memory: MemoryIdentity;
  readonly kernel: KernelIdentity;
  readonly platform: PlatformIdentity;
  readonly container: { readonly runtime: Probed<string | null> };
  readonly filesystem: FilesystemIdentity;
  readonly limits: Pick<Limits, 'cpuQuota' | 'allowedCpus' | 'memoryBytes'>;
  /** Only what the project uses tells its version here; the others say NOT_USED, installed or not. */
  readonly toolchain: ToolchainByUse['counted'];
  readonly harness: { readonly method: Probed<number> };
}

/** Everything else, as found when the run started: it moves from run to run and is recorded with each. */
export interface Conditions {
  /** ISO 8601, UTC. */
  readonly probedAt: string;
  readonly load: LoadConditions;
  readonly memory: MemoryConditions;
  readonly power: PowerConditions;
  readonly kernel: { readonly uptimeS: Probed<number> };
  readonly limits: Omit<Limits, keyof Identity['limits']>;
  readonly toolchain: Toolchain['builders'] & { readonly others: Probed<ToolchainByUse['others']> };
  readonly harness: { readonly version: Probed<string>; readonly node: Probed<string> };
  /** Names that identify people and machines; only on request. */
  readonly host?: HostNames;
}

export interface HostNames {
  readonly hostname: string;
  readonly user: string;
  readonly worktree: string;
}

/** How Assay executed the benchmark. */
export interface Execution {
  /** `bare_metal`: as plain processes where Assay runs, itself outside any container. */
  readonly runtime: 'bare_metal' | 'container';
  /** Hypervisor beneath, `null` for none or unknown. */
  readonly virtualisation: string | null;
  readonly containerId: string | null;
  readonly runtimeVersion: string | null;
  readonly limits: Limits;
  /** What this way of executing costs against another, once a calibration has measured it. */
  readonly overhead: { readonly status: 'unavailable'; readonly reason: string };
}
