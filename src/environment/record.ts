import type { Overhead } from '../core/calibration.ts';
import type { Side } from '../core/measurement.ts';
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
  /** Of the container that Assay itself is in; where benchmarks run in containers of their own, those too. */
  readonly container: { readonly runtime: Probed<string | null> } & Partial<ContainerIdentity>;
  readonly filesystem: FilesystemIdentity;
  readonly limits: Pick<Limits, 'cpuQuota' | 'allowedCpus' | 'memoryBytes'> & Partial<HostOptions>;
  /** Only what the project uses tells its version here; the others say NOT_USED, installed or not. */
  readonly toolchain: ToolchainByUse['counted'];
  readonly harness: { readonly method: Probed<number> };
}

/** What commands on a host have that Assay has not, as its environment asks. */
export interface HostOptions {
  /** As Linux lists them. */
  readonly cpuset: Probed<string>;
  readonly nice: Probed<number>;
}

/** What containers that benchmarks run in have besides their limits. */
export interface ContainerIdentity {
  /** `docker 20.10` */
  readonly engine: Probed<string>;
  readonly ociRuntime: Probed<string>;
  readonly rootless: Probed<boolean>;
  /** `sha256:…`; `null` where every commit builds its own. */
  readonly image: Probed<string | null>;
  /** As Linux lists them; `null`: all. */
  readonly cpuset: Probed<string | null>;
  readonly network: Probed<string>;
  readonly root: Probed<string>;
  readonly storage: Probed<string>;
  /** What is mounted, by path: `tmpfs`, `volume` or `mount`. */
  readonly files: Probed<Readonly<Record<string, string>>>;
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
  /** As asked for; what the kernel made of it is with each container. */
  readonly limits: Limits;
  /** Of containers: the engine with its versions. */
  readonly engine?: string;
  /** Name of the environment where that is not this host as it is. */
  readonly environment?: string;
  /** Why it was measured there. */
  readonly why?: string;
  /** Every container in which samples were taken, in the order of their start. */
  readonly containers?: readonly StartedContainer[];
  /** What this way of executing costs against another, once a calibration has measured it. */
  readonly overhead: Overhead;
}

/** One side of a case had it from its setup to its cleanup. */
export interface StartedContainer {
  readonly side: Side;
  readonly benchmark: string;
  /** `size=10`; empty where there is one case only. */
  readonly case: string;
  readonly id: string;
  /** Of the image that it was made of. */
  readonly image: string;
  readonly imageDigests: readonly string[];
  /** As its cgroup had them; `null` where it could not be seen. */
  readonly limits: Readonly<Record<string, Probed<number | string | null>>> | null;
}
