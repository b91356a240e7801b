import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { ContainerEnvironment } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { ContainerMount } from '../../platform/engine/engine.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The folders to mount, as the file system has them now. One that a symbolic link leads out of the repository, to
 * where `allow` does not permit it, is a `config` error: what a commit brings must not open the machine to its own
 * commands. So is one through which they could change what git and Assay do outside of the container.
 */
export async function resolveMounts(
  environment: Pick<ContainerEnvironment, 'name' | 'mounts' | 'allow'>,
  { projectRoot, prefix, stateDir }: Pick<Workspace, 'projectRoot' | 'prefix' | 'stateDir'>,
): Promise<ContainerMount[]> {
  const key = `environments.${environment.name}.mounts`;
  const repositoryRoot = await realpath(resolve(projectRoot, relative(prefix, '')));
  const allowed = [repositoryRoot, ...environment.allow.filter(isAbsolute)];
  const kept = [join(repositoryRoot, '.git'), await realpath(stateDir).catch(() => stateDir)];
  return Promise.all(
    environment.mounts.map(async ({ from, to, writable }) => {
      const real = await realPath(resolve(projectRoot, from), key, from);
      if (!allowed.some((folder) => isWithin(folder, real))) {
        throw new AssayError('config', `${key}: ${from} is in truth ${real}, outside of the project`, {
          hint: `if that is meant, name it in environments.${environment.name}.allow`,
        });
      }
      const own = kept.find((path) => isWithin(path, real) || isWithin(real, path));
      if (writable && own !== undefined) {
        throw new AssayError('config', `${key}: ${from} must not be writable: ${own} would be, too`, {
          hint: 'mount a folder of its own for what commands write',
        });
      }
      return { from: real, to, writable };
    }),
  );
}

/** Whether `path` is `folder` or in it; both absolute and free of links. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}

/** `path` without links; a missing one is a `config` error. */
export async function realPath(path: string, key: string, shown: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new AssayError('config', `${key}: there is no ${shown}`, {
      hint: `looked for ${path}`,
      cause,
    });
  }
}
