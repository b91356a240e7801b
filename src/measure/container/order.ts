import type { ContainerEnvironment } from '../../config/plan.ts';
import type { ContainerLimits, ContainerMount, ContainerOrder } from '../../platform/engine/engine.ts';

/** Where every container has a folder that commands may write and Assay reads. */
export const OUTPUT = '/.assay/io';

/** Where secrets are, each in a file of its name. */
export const SECRETS = '/run/secrets';

/** Where the tree is while it is built, in an environment whose commands do not see it. */
export const BUILD_SOURCE = '/src';

/** What an order needs besides what the environment says. */
export interface Parts {
  readonly runId: string;
  readonly role: string;
  readonly imageId: string;
  readonly samplerPath: string;
  readonly user: string;
  readonly mounts: readonly ContainerMount[];
  readonly signal: AbortSignal;
}

/** The container in which one side of a case is measured. */
export function measuringOrder(environment: ContainerEnvironment, parts: Parts): ContainerOrder {
  return {
    ...parts,
    limits: limitsOf(environment),
    network: environment.network,
    readOnlyRoot: environment.root === 'read-only',
    capabilities: environment.capabilities,
    devices: environment.devices,
    tmpfs: environment.tmpfs,
    volumes: Object.values(environment.volumes),
  };
}

/**
 * The container in which a tree is built: the same image and network, but a root that can be written and no limit
 * of processors and memory, since what is measured later is not how long the build took.
 */
export function buildingOrder(environment: ContainerEnvironment, parts: Parts): ContainerOrder {
  return {
    ...parts,
    limits: { ...limitsOf(environment), cpus: null, cpuset: null, memoryBytes: null, shmBytes: null },
    network: environment.network,
    readOnlyRoot: false,
    capabilities: [],
    devices: [],
    tmpfs: {},
    volumes: [],
  };
}

export function limitsOf(environment: ContainerEnvironment): ContainerLimits {
  const { cpus, cpuset, memoryBytes, pids, nofile, shmBytes } = environment;
  return { cpus, cpuset, memoryBytes, pids, nofile, shmBytes };
}
