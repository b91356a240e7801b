import type {
  ContainerEnvironment,
  HostEnvironment,
  ImageSource,
  MountSpec,
  PlannedEnvironment,
} from '../../config/plan.ts';
import { sizeText } from '../../config/quantity.ts';

type Row = readonly [key: string, value: string];

/** Every setting of an environment as `assay.yaml` calls it, with what holds where nothing is written. */
export function settingsOf(environment: PlannedEnvironment): readonly Row[] {
  return environment.kind === 'host' ? hostRows(environment) : containerRows(environment);
}

function hostRows({ cpuset, nice, aslr }: HostEnvironment): Row[] {
  return [
    ['cpuset', cpuset ?? 'all that Assay may use'],
    ['nice', nice === null ? 'that of Assay' : String(nice)],
    ['aslr', aslr === 'machine' ? 'as the machine has it' : aslr],
  ];
}

function containerRows(environment: ContainerEnvironment): Row[] {
  const { cpus, memoryBytes, nofile, shmBytes, tmpfs, volumes, mounts } = environment;
  const sizes = Object.entries(tmpfs).map(([path, bytes]) => `${path} of ${sizeText(bytes)}`);
  const disks = Object.entries(volumes).map(([name, path]) => `${name} at ${path}`);
  return [
    ['engine', environment.engine ?? 'the first that answers'],
    ...imageRows(environment.image),
    ['cpus', cpus === null ? 'no limit' : String(cpus)],
    ['cpuset', environment.cpuset ?? 'all'],
    ['memory', memoryBytes === null ? 'no limit' : `${sizeText(memoryBytes)}, without swap`],
    ['pids', String(environment.pids)],
    ['nofile', nofile === null ? "the engine's own" : String(nofile)],
    ['shm', shmBytes === null ? "the engine's own" : sizeText(shmBytes)],
    ['network', environment.network],
    ['root', environment.root],
    ['tmpfs', listed(sizes)],
    ['volumes', listed(disks)],
    ['mounts', listed(mounts.map(mountText))],
    ['user', environment.user ?? "the image's own; where that is root, an ordinary user"],
    ['capabilities', listed(environment.capabilities)],
    ['devices', listed(environment.devices)],
    ['source', environment.source ?? 'none'],
    ['build', environment.build],
    ['secrets', listed(environment.secrets)],
    ['allow', listed(environment.allow)],
  ];
}

function imageRows(image: ImageSource): Row[] {
  if (image.kind === 'reference') return [['image', image.reference]];
  const args = Object.entries(image.args).map(([name, value]) => `${name}=${value}`);
  return [
    ['dockerfile', image.path],
    ['context', image.context],
    ['target', image.target ?? 'the last stage'],
    ['args', listed(args)],
  ];
}

function mountText({ from, to, writable }: MountSpec): string {
  return `${from} at ${to}${writable ? ', writable' : ''}`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join('; ');
}
