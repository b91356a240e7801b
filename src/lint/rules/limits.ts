import type { PlannedEnvironment } from '../../config/plan.ts';
import { formatValue } from '../../core/unit.ts';
import { type Service, valueAt } from '../compose.ts';
import { amountOf, limitOf, type Resource } from '../compose-limits.ts';
import type { Rule } from '../rule.ts';

const DOCKER_LIMITS = {
  name: 'Docker, Resource constraints',
  url: 'https://docs.docker.com/engine/containers/resource_constraints/',
};

export const LIMITS_MISSING: Rule = {
  id: 'limits-missing',
  severity: 'error',
  title: 'Containers have explicit limits of processors (`cpus` or `cpuset`) and memory.',
  why: 'Without a limit a container takes what the machine has left: the same program is slower beside a busy neighbour, and faster on a larger machine.',
  source: DOCKER_LIMITS,
  fix: 'set cpus and mem_limit, or deploy.resources.limits',
  compose: ({ services }) =>
    services.flatMap((service) => {
      if (service.partial) return [];
      const missing = (['cpus', 'memory'] as const).filter(
        (resource) =>
          limitOf(service, resource)?.value === null &&
          !(resource === 'cpus' && valueAt(service.keys, 'cpuset') !== undefined),
      );
      return missing.length === 0
        ? []
        : [{ at: service.at(), message: `${service.name} has no limit of ${missing.join(' and ')}` }];
    }),
  project: ({ environments, at }) =>
    environments.flatMap((environment) => {
      const missing = unlimited(environment);
      if (missing.length === 0) return [];
      const fix = `set ${missing.join(' and ')} under environments.${environment.name}`;
      const message = `${environment.name} has no limit of ${missing.join(' and ')}`;
      return [{ at: at(['environments', environment.name]), message, fix }];
    }),
};

function unlimited(environment: PlannedEnvironment): string[] {
  if (environment.kind !== 'container') return [];
  const { cpus, cpuset, memoryBytes } = environment;
  return [...(cpus === null && cpuset === null ? ['cpus'] : []), ...(memoryBytes === null ? ['memory'] : [])];
}

export const PIDS_UNLIMITED: Rule = {
  id: 'pids-unlimited',
  severity: 'warning',
  title: 'Containers have a limit of processes.',
  why: 'A container that starts processes without end takes those of the whole machine, and the measurement beside it.',
  source: {
    name: 'Linux, Process Number Controller',
    url: 'https://docs.kernel.org/admin-guide/cgroup-v1/pids.html',
  },
  fix: 'set pids_limit, or deploy.resources.limits.pids',
  compose: ({ services }) =>
    services
      .filter((service) => !service.partial && limitOf(service, 'pids')?.value === null)
      .map(({ name, at }) => ({ at: at(), message: `${name} has no limit of processes` })),
};

export const SWAP_BEYOND_MEMORY: Rule = {
  id: 'swap-beyond-memory',
  severity: 'warning',
  title: 'A limit of memory is one of swap too.',
  why: 'Unless it is said otherwise Docker lets a container use as much swap as it has memory: a program that needs more than its limit does not fail but is slowed by the disk.',
  source: {
    name: 'Docker, Resource constraints: --memory-swap details',
    url: 'https://docs.docker.com/engine/containers/resource_constraints/#--memory-swap-details',
  },
  fix: 'set memswap_limit to the limit of memory',
  compose: ({ services }) =>
    services.flatMap((service) => {
      const memory = limitOf(service, 'memory')?.value ?? null;
      const written = valueAt(service.keys, 'memswap_limit');
      const swap = written === undefined ? null : amountOf(written, 'memory');
      if (memory === null || swap === undefined || swap === memory) return [];
      // What is written but no size is −1, which is without end; 0 counts as not set.
      const without = written === undefined || swap === 0;
      const how = without
        ? 'as much swap again'
        : `memory and swap of ${swap === null ? 'any size' : bytes(swap)}`;
      const at = written === undefined ? service.at() : service.at('memswap_limit');
      return [{ at, message: `${service.name} may use ${how} beside its ${bytes(memory)}` }];
    }),
};

export const RESOURCES_DYNAMIC: Rule = {
  id: 'resources-dynamic',
  severity: 'error',
  title: 'Resources are fixed, not as many as happen to be free.',
  why: 'Shares and reservations below the limit only say who gets less when there is not enough: what a container gets depends on what else runs.',
  source: {
    name: 'Compose file reference, deploy: resources',
    url: 'https://docs.docker.com/reference/compose-file/deploy/#resources',
  },
  fix: 'give a limit, and reserve as much as the limit or nothing',
  compose: ({ services }) =>
    services.flatMap((service) => [
      ...sharesOf(service),
      ...RESERVATIONS.flatMap(({ path, resource }) => {
        const written = valueAt(service.keys, ...path);
        const limit = limitOf(service, resource);
        const reserved = written === undefined ? undefined : amountOf(written, resource);
        if (reserved === undefined || reserved === null || limit === undefined || limit.value === reserved)
          return [];
        const text = `${service.name} reserves ${amount(reserved, resource)} of ${resource}, and may use ${
          limit.value === null ? 'whatever is free' : amount(limit.value, resource)
        }`;
        return [{ at: service.at(...path), message: text }];
      }),
    ]),
};

const RESERVATIONS: readonly { readonly path: readonly string[]; readonly resource: Resource }[] = [
  { path: ['mem_reservation'], resource: 'memory' },
  { path: ['deploy', 'resources', 'reservations', 'memory'], resource: 'memory' },
  { path: ['deploy', 'resources', 'reservations', 'cpus'], resource: 'cpus' },
];

function sharesOf(service: Service) {
  const limited = limitOf(service, 'cpus')?.value !== null;
  return valueAt(service.keys, 'cpu_shares') === undefined || limited
    ? []
    : [{ at: service.at('cpu_shares'), message: `${service.name} has shares of processors, and no limit` }];
}

function amount(value: number, resource: Resource): string {
  return resource === 'memory' ? bytes(value) : String(value);
}

function bytes(value: number): string {
  return formatValue(value, 'By');
}
