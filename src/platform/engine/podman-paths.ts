import { AssayError } from '../../core/error.ts';
import type { ContainerOrder } from './engine.ts';

/**
 * Podman writes each mount as one line of options with commas between them, which it then reads again: what follows
 * a comma in a path would be an option, such as another folder of this machine. A tmpfs it ends at a colon.
 * (containers/podman, cmd/podman/common/create_opts.go.)
 */
export function refuseUnsafePaths({ samplerPath, mounts, volumes, tmpfs }: ContainerOrder): void {
  const mounted = [samplerPath, ...volumes, ...mounts.flatMap(({ from, to }) => [from, to])];
  const unsafe = [
    ...mounted.filter((path) => /[,"\r\n]/.test(path)),
    ...Object.keys(tmpfs).filter((path) => /[,:"\r\n]/.test(path)),
  ];
  if (unsafe.length === 0) return;
  const all = unsafe.map((path) => JSON.stringify(path)).join(', ');
  throw new AssayError('config', `Podman takes part of a path for its options: ${all}`, {
    hint: 'rename it without comma, colon, quote and line break, or use Docker',
  });
}
