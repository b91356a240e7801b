import type { ContainerEnvironment } from './plan.ts';
import type { Path } from './problem.ts';

/** Where in a container somebody else has file systems, with the reason. */
const RESERVED: readonly (readonly [path: string, why: string])[] = [
  ['/.assay', 'is for Assay'],
  ['/run/secrets', 'is for secrets'],
  ['/proc', 'is of the kernel'],
  ['/sys', 'is of the kernel'],
  ['/dev', 'is for devices; the size of /dev/shm is `shm`'],
];

/** A path in a container at which something of the project is mounted. */
export interface Target {
  readonly path: string;
  /** Below the environment in `assay.yaml`. */
  readonly key: Path;
  /** Whose path it is, where it is not free. */
  readonly reserved: { readonly path: string; readonly why: string } | null;
}

/** All of them, in the order of the documents. */
export function targetsOf({ source, tmpfs, volumes, mounts }: ContainerEnvironment): Target[] {
  const paths: [string, Path][] = [
    ...(source === null ? [] : [[source, ['source']] as [string, Path]]),
    ...Object.keys(tmpfs).map((path): [string, Path] => [path, ['tmpfs', path]]),
    ...Object.entries(volumes).map(([name, path]): [string, Path] => [path, ['volumes', name]]),
    ...mounts.map(({ to }, index): [string, Path] => [to, ['mounts', index, 'to']]),
  ];
  return paths.map(([path, key]) => ({ path, key, reserved: reservedFor(path) }));
}

function reservedFor(path: string): Target['reserved'] {
  const found = RESERVED.find(([own]) => path === own || path.startsWith(`${own}/`));
  return found ? { path: found[0], why: found[1] } : null;
}
