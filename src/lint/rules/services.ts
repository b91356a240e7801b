import { posix } from 'node:path';
import { type Compose, isMapping, itemsOf, type Service, valueAt } from '../compose.ts';
import type { Dockerfile, Stage } from '../dockerfile.ts';
import { expand, nowhere } from '../expand.ts';
import type { Rule } from '../rule.ts';
import { checkOf } from './dockerfile-start.ts';

const STARTUP = {
  name: 'Docker Compose, Control startup order',
  url: 'https://docs.docker.com/compose/how-tos/startup-order/',
};

export const SERVICE_HEALTHCHECK_MISSING: Rule = {
  id: 'service-healthcheck-missing',
  severity: 'warning',
  title: 'A service that others wait for or connect to has a health check.',
  why: 'It counts as ready when its process has started: the first samples measure its start, or fail.',
  source: STARTUP,
  fix: 'healthcheck: {test: [CMD, …], interval: 1s, start_period: 10s}',
  together: ({ composes, dockerfiles }) =>
    composes.flatMap((compose) => {
      const awaited = new Set(
        compose.services.flatMap((service) => dependenciesOf(service).map(({ on }) => on)),
      );
      return compose.services.flatMap((service) => {
        const { name, keys, at, partial } = service;
        const serves = awaited.has(name) || itemsOf(keys.ports).length > 0 || itemsOf(keys.expose).length > 0;
        if (partial || !serves || completes(compose, name) || isChecked(keys.healthcheck)) return [];
        const image = keys.healthcheck === undefined ? builtFrom(compose, service, dockerfiles) : undefined;
        if (image !== undefined && checkOf(image) !== null) return [];
        return [{ file: compose.file, at: at(), message: `${name} has no health check` }];
      });
    }),
};

/** The stage that a service is built to, where its Dockerfile was read too. */
function builtFrom(
  { file }: Compose,
  { keys }: Service,
  dockerfiles: readonly Dockerfile[],
): Stage | undefined {
  const build = keys.build;
  const context = isMapping(build) ? (build.context ?? '.') : build;
  const name = valueAt(build, 'dockerfile') ?? 'Dockerfile';
  if (typeof context !== 'string' || typeof name !== 'string') return undefined;
  const path = posix.join(posix.dirname(file), context, name);
  const dockerfile = dockerfiles.find((each) => each.file === path);
  const target = valueAt(build, 'target');
  if (target === undefined) return dockerfile?.final;
  return dockerfile?.stages.find((stage) => stage.name === String(target).toLowerCase());
}

export const DEPENDENCY_NOT_AWAITED: Rule = {
  id: 'dependency-not-awaited',
  severity: 'warning',
  title: 'A service waits until what it depends on is ready.',
  why: 'Without a condition Compose waits only until the process is there. Whether the first requests find it ready is left to chance.',
  source: STARTUP,
  fix: 'depends_on: {NAME: {condition: service_healthy}}, or service_completed_successfully for preparations',
  compose: ({ services }) =>
    services.flatMap((service) =>
      dependenciesOf(service)
        .filter(({ condition }) => condition === 'service_started')
        .map(({ on, key }) => ({
          at: service.at('depends_on', key),
          message: `${service.name} starts when ${on} has been started, ready or not`,
        })),
    ),
};

export const RESULTS_IN_CONTAINER: Rule = {
  id: 'results-in-container',
  severity: 'warning',
  title: 'Results are written to a volume.',
  why: 'What is written into the container goes with it: when it is removed, the evidence is gone.',
  source: { name: 'Docker, Volumes', url: 'https://docs.docker.com/engine/storage/volumes/' },
  fix: 'volumes: ["./results:/results"], or a named volume',
  compose: ({ services }) =>
    services.flatMap((service) => {
      const { name, keys, at, partial } = service;
      if (partial) return [];
      const kept = keptPaths(service);
      return ['command', 'entrypoint', 'environment'].flatMap((key) => {
        const lost = pathsIn(keys[key]).find(
          (path) => !kept.some((to) => path === to || path.startsWith(`${to}/`)),
        );
        return lost === undefined
          ? []
          : [{ at: at(key), message: `${name} writes to ${lost}, which no volume keeps` }];
      });
    }),
};

/** Absolute paths with a part that says results. */
const RESULTS = /(?:^|[\s"'=:,>])((?:\/[\w.-]+)*\/(?:results?|reports?|benchmark-output)(?:\/[\w.-]+)*)/g;

function pathsIn(value: unknown): string[] {
  const texts = isMapping(value) ? Object.values(value) : Array.isArray(value) ? value : [value];
  return texts
    .filter((text) => typeof text === 'string')
    .flatMap((text) => [...(expand(text, nowhere) ?? '').matchAll(RESULTS)].map((match) => match[1]!));
}

/** Where volumes and folders of the host are mounted; a volume without a name is found by nobody again. */
function keptPaths({ keys }: Service): string[] {
  return itemsOf(keys.volumes).flatMap((volume) => {
    if (isMapping(volume)) {
      const { type, source, target } = volume;
      return type !== 'tmpfs' && source && typeof target === 'string' ? [target.replace(/\/+$/, '')] : [];
    }
    const [source, target] = String(volume).split(':');
    return source && target ? [target.replace(/\/+$/, '')] : [];
  });
}

interface Dependency {
  readonly on: string;
  readonly condition: string;
  /** The key, or position in a list, that it is written under. */
  readonly key: string | number;
}

function dependenciesOf({ keys }: Service): Dependency[] {
  const written = keys.depends_on;
  if (!isMapping(written)) {
    return itemsOf(written).map((on, key) => ({ on: String(on), condition: 'service_started', key }));
  }
  return Object.entries(written).map(([on, how]) => {
    const condition = valueAt(how, 'condition');
    return { on, condition: typeof condition === 'string' ? condition : 'service_started', key: on };
  });
}

/** Whether others wait for it to end: a preparation, not a server. */
function completes({ services }: Compose, name: string): boolean {
  return services.some((service) =>
    dependenciesOf(service).some(
      ({ on, condition }) => on === name && condition === 'service_completed_successfully',
    ),
  );
}

function isChecked(healthcheck: unknown): boolean {
  if (!isMapping(healthcheck) || healthcheck.disable === true) return false;
  return !(itemsOf(healthcheck.test)[0] === 'NONE' || healthcheck.test === 'NONE');
}
