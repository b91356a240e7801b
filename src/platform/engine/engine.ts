import type { Sampler } from '../sampler/sampler.ts';
import type { BuildRest } from './build-trace.ts';

/**
 * A container engine that is reached through its socket: Docker's, or Podman's compatible one. What it
 * creates for us carries our labels, so that {@link Engine.reap} finds what a dead process left, and nothing
 * else.
 */
export interface Engine {
  readonly info: EngineInfo;
  /** The image of this reference as the engine has it now; an `infrastructure` error where it has none. */
  findImage(reference: string): Promise<EngineImage>;
  /** Builds from a folder. A Dockerfile that does not build is an {@link ImageBuildFailure} as the cause. */
  buildImage(order: BuildOrder): Promise<EngineImage>;
  /** Creates and starts a container in which our sampler is the first process, and waits until it answers. */
  start(order: ContainerOrder): Promise<RunningContainer>;
  /** Removes what is left of a build whose process is gone; `false` where the engine did not let it. */
  removeBuild(rest: BuildRest): Promise<boolean>;
  /** Removes containers, networks, volumes and images that carry our labels and whose owner is dead. */
  reap(): Promise<Reaped>;
}

export interface EngineInfo {
  readonly runtime: 'docker' | 'podman';
  readonly version: string;
  readonly apiVersion: string;
  readonly socketPath: string;
  /** Processors and memory in bytes that the engine can give. */
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly cgroupVersion: '1' | '2';
  readonly storageDriver: string;
  readonly ociRuntime: string;
  readonly rootless: boolean;
  /** Whether the kernel enforces these for containers. */
  readonly supports: {
    readonly cpuQuota: boolean;
    readonly cpuset: boolean;
    readonly memory: boolean;
    readonly swap: boolean;
    readonly pids: boolean;
  };
}

export interface EngineImage {
  /** `sha256:…` of the image's configuration: the content that runs. */
  readonly id: string;
  /** `name@sha256:…` where it came from a registry. */
  readonly repoDigests: readonly string[];
  /** User that the image names; empty for root. */
  readonly user: string;
  readonly workdir: string;
  /** `NAME=value`. */
  readonly env: readonly string[];
}

export interface BuildOrder {
  /** Absolute path of the build context. */
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string>>;
  /** Everything the engine says goes there. */
  readonly logPath: string;
  /** Our labels of the image; equal keys make the engine reuse its layers. */
  readonly labels: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface ContainerOrder {
  /** Marks everything that is created with the run it belongs to. */
  readonly runId: string;
  /** For people who look: `candidate`, `build`. */
  readonly role: string;
  readonly imageId: string;
  /** Absolute path of the static sampler on this host; mounted read-only. */
  readonly samplerPath: string;
  readonly limits: ContainerLimits;
  /** `isolated`: one of its own without a way out; with Podman this machine can be reached in it. */
  readonly network: 'none' | 'isolated' | 'host';
  readonly readOnlyRoot: boolean;
  /** `uid:gid` or a name in the image; `null`: the image's own. */
  readonly user: string | null;
  readonly capabilities: readonly string[];
  readonly devices: readonly string[];
  readonly mounts: readonly ContainerMount[];
  /** Absolute path in the container → size in bytes. */
  readonly tmpfs: Readonly<Record<string, number>>;
  /** Absolute paths in the container, each a new volume, for every user to write, that goes with the container. */
  readonly volumes: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface ContainerLimits {
  readonly cpus: number | null;
  readonly cpuset: string | null;
  readonly memoryBytes: number | null;
  readonly pids: number;
  readonly nofile: number | null;
  readonly shmBytes: number | null;
}

export interface ContainerMount {
  /** Absolute path on the host, already resolved and allowed. */
  readonly from: string;
  readonly to: string;
  readonly writable: boolean;
}

/** A container of ours that runs. Disposing removes it and all that was created for it. */
export interface RunningContainer extends AsyncDisposable {
  readonly id: string;
  /** Answers inside the container; paths in its requests are paths there. */
  readonly sampler: Sampler;
  /** Of its first process on this host; `null` where the engine runs on another. */
  readonly pid: number | null;
  /** What became of it, for the reason of a failure: asks the engine, also after its end. */
  state(): Promise<ContainerState>;
}

export interface ContainerState {
  /**
   * `removed`: somebody else stopped or removed it, as far as the engine tells; Podman shows some of that as
   * `exited`.
   */
  readonly status: 'running' | 'exited' | 'removed' | 'engine-gone';
  /** Docker tells of it a moment later, Podman does not: the container's cgroup knows better while it runs. */
  readonly oomKilled: boolean;
  readonly exitCode: number | null;
  /** What the engine says of a failure; empty for none. */
  readonly error: string;
}

export interface Reaped {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
}

/** The `cause` of the error of a Dockerfile that was run and failed: this commit has no image, others may. */
export class ImageBuildFailure {
  /** The last lines that the engine said. */
  readonly log: string;

  constructor(log: string) {
    this.log = log;
  }
}
