import { imageParts } from '../../config/image-reference.ts';
import type { Compose, Service } from '../compose.ts';
import { type Limit, limitOf, type Resource } from '../compose-limits.ts';
import { expand, nowhere } from '../expand.ts';
import type { FileSpot } from '../finding.ts';
import type { Rule } from '../rule.ts';

interface Release {
  readonly file: string;
  readonly service: Service;
  readonly repository: string;
  readonly version: string;
}

export const COMPARED_LIMITS_DIFFER: Rule = {
  id: 'compared-limits-differ',
  severity: 'error',
  title: 'Versions of one image that stand side by side have the same limits.',
  why: 'Of two releases under different limits the comparison says which had more processors, not which is faster.',
  source: {
    name: 'Docker, Resource constraints',
    url: 'https://docs.docker.com/engine/containers/resource_constraints/',
  },
  fix: 'give both the same cpus, cpuset, memory and pids, for example by extends or an anchor',
  together: ({ composes }) => {
    const first = new Map<string, Release>();
    return composes.flatMap(releasesOf).flatMap((release): FileSpot[] => {
      const before = first.get(release.repository);
      if (before === undefined) first.set(release.repository, release);
      if (before === undefined || before.version === release.version) return [];
      const differing = (['cpus', 'memory', 'pids', 'cpuset'] as const).filter((what) =>
        differs(before, release, what),
      );
      if (differing.length === 0) return [];
      const { name, at } = release.service;
      const where = before.file === release.file ? '' : ` in ${before.file}`;
      const message = `${name} (${release.version}) differs in ${differing.join(', ')} from ${before.service.name} (${before.version})${where}`;
      return [{ file: release.file, at: at(), message }];
    });
  },
};

function releasesOf({ file, services }: Compose): Release[] {
  return services.flatMap((service) => {
    const image = typeof service.keys.image === 'string' ? expand(service.keys.image, nowhere) : null;
    if (image === null || service.partial) return [];
    const { name: repository, tag, digest } = imageParts(image);
    const version = tag ?? digest;
    return version === null ? [] : [{ file, service, repository, version }];
  });
}

function differs(a: Release, b: Release, what: Resource | 'cpuset'): boolean {
  if (what === 'cpuset') return text(a.service.keys.cpuset) !== text(b.service.keys.cpuset);
  const [one, other] = [limitOf(a.service, what), limitOf(b.service, what)] as (Limit | undefined)[];
  return one !== undefined && other !== undefined && one.value !== other.value;
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
