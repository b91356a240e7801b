import type { ContainerCreateOptions, MountSettings } from 'dockerode';
import type { ContainerLimits, ContainerMount, ContainerOrder } from './engine.ts';
import type { Labels } from './labels.ts';
import type { HardLimits } from './limits.ts';

/** Where the sampler is in every container of ours. */
const SAMPLER = '/.assay/sampler';

/** What was created for a container before it. */
export interface Belongings {
  readonly name: string;
  readonly labels: Labels;
  /** Name of its network, where it has one of its own. */
  readonly network: string | null;
  /** Path in the container → name of its volume. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Where the order names no limit; `null` leaves them to the engine. */
  readonly hardLimits: HardLimits | null;
}

/**
 * What the engine is asked to create: the least privilege under which the order can be carried out. Nothing
 * of a command and no value of a variable is in it, since anybody who may ask the engine can read it: they
 * reach the sampler through its input.
 */
export function specification(order: ContainerOrder, own: Belongings): ContainerCreateOptions {
  return {
    name: own.name,
    Image: order.imageId,
    Labels: { ...own.labels },
    Hostname: 'assay',
    Entrypoint: [SAMPLER],
    Cmd: [],
    WorkingDir: '/',
    ...(order.user === null ? {} : { User: order.user }),
    // A health check of the image would run commands while we measure.
    Healthcheck: { Test: ['NONE'] },
    // The end of the sampler's input is the end of the container: it cannot outlive whoever attached to it.
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      AutoRemove: true,
      LogConfig: { Type: 'none', Config: {} },
      Init: false,
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: [...order.capabilities],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: order.readOnlyRoot,
      IpcMode: 'private',
      NetworkMode: own.network ?? (order.network === 'host' ? 'host' : 'none'),
      ...limitsOf(order.limits),
      Ulimits: ulimits(order.limits.nofile, own.hardLimits),
      Devices: order.devices.map((path) => ({
        PathOnHost: path,
        PathInContainer: path,
        CgroupPermissions: 'rwm',
      })),
      Mounts: [
        bind({ from: order.samplerPath, to: SAMPLER, writable: false }),
        ...order.mounts.map(bind),
        ...[...own.volumes].map(volume),
      ],
      Tmpfs: Object.fromEntries(Object.entries(order.tmpfs).map(([path, bytes]) => [path, tmpfs(bytes)])),
    },
  };
}

/** Swap counts with memory in `MemorySwap`: equal values leave no swap. */
function limitsOf(limits: ContainerLimits): NonNullable<ContainerCreateOptions['HostConfig']> {
  const { cpus, cpuset, memoryBytes, shmBytes } = limits;
  return {
    PidsLimit: limits.pids,
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(cpuset === null ? {} : { CpusetCpus: cpuset }),
    ...(memoryBytes === null ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(shmBytes === null ? {} : { ShmSize: shmBytes }),
  };
}

function ulimits(nofile: number | null, hard: HardLimits | null) {
  const wanted = { nofile: nofile ?? hard?.nofile ?? null, nproc: hard?.nproc ?? null };
  return Object.entries(wanted).flatMap(([Name, limit]) =>
    limit === null ? [] : [{ Name, Soft: limit, Hard: limit }],
  );
}

/** What is mounted below a read-only folder would stay writable, so it is left out. */
function bind({ from, to, writable }: ContainerMount): MountSettings {
  return {
    Type: 'bind',
    Source: from,
    Target: to,
    ReadOnly: !writable,
    BindOptions: { Propagation: 'rprivate', ...(writable ? {} : { NonRecursive: true }) },
  } as MountSettings;
}

function volume([path, name]: readonly [string, string]): MountSettings {
  return { Type: 'volume', Source: name, Target: path, ReadOnly: false };
}

/** Executable, since builds and benchmarks run what they put there; the engines' own default is not. */
function tmpfs(bytes: number): string {
  return `rw,exec,nosuid,nodev,size=${bytes},mode=1777`;
}
