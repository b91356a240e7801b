import { posix } from 'node:path';
import type { Config } from './config.ts';
import type { ConfigContainer } from './container-schema.ts';
import { targetsOf } from './container-targets.ts';
import { CONTAINER_DEFAULTS } from './defaults.ts';
import type { ConfigHost } from './host-schema.ts';
import { inside } from './inside.ts';
import { mountsOf, refuseUnlistedDevices } from './mounts.ts';
import type { ContainerEnvironment, HostEnvironment, ImageSource, PlannedEnvironment } from './plan.ts';
import { excerpt, type Path, pathText, type Report } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** The environment that is always there. */
export const HOST = 'host';

export interface EnvironmentSource {
  readonly file: ConfigFile;
  /** Directory of `assay.yaml` within the repository, `''` at its top. */
  readonly prefix: string;
  readonly report: Report;
}

/** Every environment of a valid configuration by its name, with all defaults filled in: `host`, then the others. */
export function environmentsOf(config: Config): ReadonlyMap<string, PlannedEnvironment> {
  return plannedEnvironments({ ...config, report: () => {} });
}

/** The same. Problems are reported, and the result is then not to be used. */
export function plannedEnvironments(source: EnvironmentSource): ReadonlyMap<string, PlannedEnvironment> {
  const found = new Map<string, PlannedEnvironment>([[HOST, hostEnvironment(HOST, { kind: 'host' })]]);
  for (const [name, written] of Object.entries(source.file.environments ?? {})) {
    const at = ['environments', name];
    if (written.kind === 'host') found.set(name, hostEnvironment(name, written));
    else if (name === HOST)
      source.report(at, 'is always plain processes: rename it, or say kind: host', 'key');
    else found.set(name, containerEnvironment(source, name, written));
  }
  return found;
}

function hostEnvironment(name: string, written: ConfigHost): HostEnvironment {
  const { cpuset = null, nice = null, aslr = 'machine' } = written;
  return { kind: 'host', name, cpuset, nice, aslr };
}

function containerEnvironment(
  source: EnvironmentSource,
  name: string,
  written: ConfigContainer,
): ContainerEnvironment {
  const at = ['environments', name];
  const { allow = [], devices = [] } = written;
  const build = buildPlace(written);
  if (written.source === 'none' && (written.build ?? 'none') !== 'none')
    source.report([...at, 'build'], 'needs source, which is none: there would be nothing to build');
  refuseUnlistedDevices(source.report, [...at, 'devices'], devices, allow);
  const environment: ContainerEnvironment = {
    kind: 'container',
    name,
    engine: written.engine ?? null,
    image: imageSource(source, at, written),
    cpus: written.cpus ?? null,
    cpuset: written.cpuset ?? null,
    memoryBytes: written.memory ?? null,
    pids: written.pids ?? CONTAINER_DEFAULTS.pids,
    nofile: written.nofile ?? null,
    shmBytes: written.shm ?? null,
    network: written.network ?? 'none',
    root: written.root ?? 'read-only',
    tmpfs: written.tmpfs ?? defaultTmpfs(written),
    volumes: written.volumes ?? {},
    mounts: mountsOf(source, [...at, 'mounts'], written),
    user: written.user ?? null,
    capabilities: [...new Set(written.capabilities)].sort(),
    devices: [...new Set(devices)],
    source: sourcePath(written, build),
    build,
    secrets: [...new Set(written.secrets)],
    allow,
  };
  refuseClashes(source.report, at, environment);
  return environment;
}

/** A Dockerfile usually builds what it is for; in any other image somebody must. */
function buildPlace({ dockerfile, source, build }: ConfigContainer): ContainerEnvironment['build'] {
  return build ?? (dockerfile !== undefined || source === 'none' ? 'none' : 'container');
}

/** Mounted over what a Dockerfile built in the same folder, the source would hide it. */
function sourcePath(
  { source, dockerfile }: ConfigContainer,
  build: ContainerEnvironment['build'],
): string | null {
  if (source !== undefined) return source === 'none' ? null : source;
  return dockerfile !== undefined && build === 'none' ? null : CONTAINER_DEFAULTS.source;
}

/** What is in it counts against the memory, of which it shall leave something. */
function defaultTmpfs(written: ConfigContainer): Readonly<Record<string, number>> {
  const { root, source, volumes, mounts, memory = Number.POSITIVE_INFINITY } = written;
  const taken = [source, ...Object.values(volumes ?? {}), ...(mounts ?? []).map(({ to }) => to)];
  const bytes = Math.min(CONTAINER_DEFAULTS.tmpBytes, Math.floor(memory / 2));
  return root === 'writable' || taken.includes('/tmp') ? {} : { '/tmp': bytes };
}

function imageSource(source: EnvironmentSource, at: Path, written: ConfigContainer): ImageSource {
  const { image, dockerfile, context = '.', target = null, args = {} } = written;
  if (dockerfile === undefined) {
    if (image === undefined) source.report(at, 'needs image or dockerfile', 'key');
    for (const key of ['context', 'target', 'args'] as const)
      if (written[key] !== undefined) source.report([...at, key], 'goes with dockerfile only', 'key');
    return { kind: 'reference', reference: image ?? '' };
  }
  if (image !== undefined)
    source.report([...at, 'dockerfile'], 'and image name two images; leave one out', 'key');
  const path = inside(source, dockerfile, [...at, 'dockerfile']);
  const folder = inside(source, context, [...at, 'context']);
  // The engine reads it from what it is sent.
  if (posix.relative(folder, path).startsWith('..'))
    source.report([...at, 'dockerfile'], `is outside of its context ${excerpt(folder)}`);
  return { kind: 'dockerfile', path, context: folder, target, args };
}

/** Two file systems at one path, or one where Assay and the kernel have theirs. */
function refuseClashes(report: Report, at: Path, environment: ContainerEnvironment): void {
  const first = new Map<string, string>();
  for (const { path, key, reserved } of targetsOf(environment)) {
    // Of these the path is the key.
    const where = key[0] === 'tmpfs' ? 'key' : undefined;
    if (reserved !== null)
      report([...at, ...key], `${excerpt(path)} cannot be used: ${reserved.path} ${reserved.why}`, where);
    const other = first.get(path);
    if (other !== undefined) report([...at, ...key], `${excerpt(path)} is taken by ${other}`, where);
    else first.set(path, pathText(key));
  }
}
