import { environmentId } from './identify.ts';
import { parseCpuList } from './probe/topology.ts';
import type { ContainerIdentity, EnvironmentRecord, Execution, Identity } from './record.ts';

/** A container environment as it is configured, and the engine that makes its containers. */
export interface ContainerFacts {
  readonly environment: {
    readonly name: string;
    readonly cpus: number | null;
    readonly cpuset: string | null;
    readonly memoryBytes: number | null;
    readonly pids: number;
    readonly nofile: number | null;
    readonly network: string;
    readonly root: 'read-only' | 'writable';
    readonly tmpfs: Readonly<Record<string, number>>;
    readonly volumes: Readonly<Record<string, string>>;
    readonly mounts: readonly { readonly to: string }[];
    /** `host`: the toolchain of this host made what is measured. */
    readonly build: 'container' | 'host' | 'none';
  };
  readonly engine: {
    readonly runtime: string;
    readonly version: string;
    readonly apiVersion: string;
    readonly cpus: number;
    readonly cgroupVersion: '1' | '2';
    readonly storageDriver: string;
    readonly ociRuntime: string;
    readonly rootless: boolean;
  };
  /** `null`: every commit builds its own, which is part of what is measured and not of where. */
  readonly image: { readonly id: string } | null;
}

/** What the identity says of the host's tools where the image brings those that count. */
export const OF_THE_IMAGE = 'of the image';

/** The record of containers on a host: the host's own, with the limits, files and engine of the containers. */
export function containerRecord(host: EnvironmentRecord, facts: ContainerFacts): EnvironmentRecord {
  const { environment, engine } = facts;
  const limits = limitsOf(host.execution.limits, facts);
  const { cpuQuota, allowedCpus, memoryBytes } = limits;
  const identity: Identity = {
    ...host.identity,
    container: { ...host.identity.container, ...containerIdentity(facts) },
    limits: { cpuQuota, allowedCpus, memoryBytes },
    toolchain: environment.build === 'host' ? host.identity.toolchain : withoutTools(host.identity.toolchain),
  };
  const execution: Execution = {
    ...host.execution,
    ...{ runtime: 'container', containerId: null, runtimeVersion: engine.version, limits },
    engine: `${engine.runtime} ${engine.version}, API ${engine.apiVersion}, ${engine.ociRuntime}, ${engine.storageDriver}`,
    environment: environment.name,
    containers: [],
  };
  return { id: environmentId(identity), identity, conditions: host.conditions, execution };
}

function containerIdentity({ environment, engine, image }: ContainerFacts): ContainerIdentity {
  const files = [
    ...Object.keys(environment.tmpfs).map((path) => [path, 'tmpfs']),
    ...Object.values(environment.volumes).map((path) => [path, 'volume']),
    ...environment.mounts.map(({ to }) => [to, 'mount']),
  ];
  return {
    engine: { value: `${engine.runtime} ${majorMinor(engine.version)}` },
    ociRuntime: { value: engine.ociRuntime },
    rootless: { value: engine.rootless },
    image: { value: image?.id ?? null },
    cpuset: { value: environment.cpuset },
    network: { value: environment.network },
    root: { value: environment.root },
    storage: { value: engine.storageDriver },
    files: { value: Object.fromEntries(files) },
  };
}

/** `20.10.24+dfsg1` → `20.10`: what comes after mends and does not change. */
function majorMinor(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

function limitsOf(host: Execution['limits'], { environment, engine }: ContainerFacts): Execution['limits'] {
  const { cpus, cpuset, memoryBytes, pids, nofile } = environment;
  return {
    ...host,
    cpuQuota: { value: cpus },
    allowedCpus: { value: cpuset === null ? engine.cpus : parseCpuList(cpuset).length },
    memoryBytes: { value: memoryBytes },
    allowedCpuList: cpuset === null ? { unavailable: 'all that the engine has' } : { value: cpuset },
    cgroupVersion: { value: engine.cgroupVersion },
    pids: { value: pids },
    openFiles: nofile === null ? { unavailable: 'the engine’s own' } : { value: nofile },
    stackBytes: { unavailable: 'the engine’s own' },
  };
}

function withoutTools(tools: Identity['toolchain']): Identity['toolchain'] {
  const entries = Object.keys(tools).map((name) => [name, { value: OF_THE_IMAGE }]);
  return Object.fromEntries(entries) as Identity['toolchain'];
}
