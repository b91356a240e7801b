import type { ContainerEnvironment, PlannedEnvironment } from '../../config/plan.ts';
import { formatValue } from '../../core/unit.ts';
import { itemsOf, type Service } from '../compose.ts';
import { limitOf, replicasOf } from '../compose-limits.ts';
import type { Spot } from '../finding.ts';
import type { Facts, Machine, Rule } from '../rule.ts';

export const RESOURCES_OVERSUBSCRIBED: Rule = {
  id: 'resources-oversubscribed',
  severity: 'error',
  title: 'Containers that run together are promised no more than the machine has.',
  why: 'Limits that add up to more than there is are not kept: containers wait for each other, or the kernel ends one for want of memory, and which one depends on the moment.',
  source: {
    name: 'Linux, Control Group v2: resource distribution models',
    url: 'https://docs.kernel.org/admin-guide/cgroup-v2.html#resource-distribution-models',
  },
  fix: 'lower limits, run fewer services at once (profiles), or take a larger machine',
  compose: ({ services }, { machine }) => {
    // Profiles are alternatives, each beside what has none: the first that does not fit is reported.
    const profiles = new Set(services.flatMap(profilesOf));
    for (const profile of [null, ...profiles]) {
      const together = services.filter((each) => fits(profilesOf(each), profile));
      const found = [...excess('cpus', together, machine), ...excess('memory', together, machine)];
      if (found.length > 0) return found;
    }
    return [];
  },
  project: ({ environments, at }, { machine }: Facts) =>
    environments.filter(isContainer).flatMap((environment) => {
      const { name, cpus, memoryBytes } = environment;
      const spots = [
        { key: 'cpus', asked: cpus, there: machine.cpus, unit: '{processor}' },
        { key: 'memory', asked: memoryBytes, there: machine.memoryBytes, unit: 'By' },
      ] as const;
      return spots.flatMap(({ key, asked, there, unit }) =>
        asked === null || there === null || asked <= there
          ? []
          : [
              {
                at: at(['environments', name, key]),
                message: `${name} asks for ${amount(asked, unit)}; there are ${amount(there, unit)}`,
              },
            ],
      );
    }),
};

function excess(resource: 'cpus' | 'memory', services: readonly Service[], machine: Machine): Spot[] {
  const there = resource === 'cpus' ? machine.cpus : machine.memoryBytes;
  const unit = resource === 'cpus' ? '{processor}' : 'By';
  if (there === null) return [];
  let sum = 0;
  let crossed: Spot['at'] | undefined;
  for (const service of services) {
    const limit = limitOf(service, resource);
    if (!limit?.value || limit.path === null) continue;
    sum += limit.value * replicasOf(service);
    if (sum > there) crossed ??= service.at(...limit.path);
  }
  const message = `together the services ask for ${amount(sum, unit)}; there are ${amount(there, unit)}, exceeded from here on`;
  return crossed === undefined ? [] : [{ at: crossed, message }];
}

function amount(value: number, unit: '{processor}' | 'By'): string {
  if (unit === 'By') return formatValue(value, 'By');
  // Sums of decimal fractions: 0.1 + 0.2 is 0.3 to whoever wrote them.
  const count = Number(value.toFixed(6));
  return `${count} ${count === 1 ? 'processor' : 'processors'}`;
}

function profilesOf({ keys }: Service): string[] {
  return itemsOf(keys.profiles).filter((name) => typeof name === 'string');
}

function fits(profiles: readonly string[], profile: string | null): boolean {
  return profiles.length === 0 || (profile !== null && profiles.includes(profile));
}

function isContainer(environment: PlannedEnvironment): environment is ContainerEnvironment {
  return environment.kind === 'container';
}
