import { accessSync, constants, statSync } from 'node:fs';
import { AssayError } from '../../core/error.ts';

/** Where an engine may listen, in the order tried; only the first where the user named one. */
export function socketCandidates(named: string | null, env: NodeJS.ProcessEnv): readonly string[] {
  if (named) return [pathOf(named, 'the socket')];
  if (env.DOCKER_HOST) return [pathOf(env.DOCKER_HOST, 'DOCKER_HOST')];
  const runtimeDir = env.XDG_RUNTIME_DIR ? [`${env.XDG_RUNTIME_DIR}/podman/podman.sock`] : [];
  return ['/var/run/docker.sock', ...runtimeDir, '/run/podman/podman.sock'];
}

function pathOf(address: string, source: string): string {
  const path = address.startsWith('unix://') ? address.slice('unix://'.length) : address;
  if (path.startsWith('/')) return path;
  throw new AssayError('usage', `${source} is ${address}: not a socket on this machine`, {
    hint: 'what is measured on another machine is measured by Assay there; name a unix:///… socket',
  });
}

/** Why nobody can be reached at `path`, as far as the file tells; `null` where it can be tried. */
export function obstacleAt(path: string): string | null {
  try {
    if (!statSync(path).isSocket()) return 'not a socket';
    accessSync(path, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'not there';
    return code === 'EACCES' ? 'permission denied' : message;
  }
}

export function noEngine(tried: ReadonlyMap<string, string>): AssayError {
  const list = [...tried].map(([path, why]) => `${path} (${why})`).join(', ');
  const denied = [...tried.values()].includes('permission denied');
  return new AssayError('infrastructure', `no container engine answers: ${list}`, {
    hint: denied
      ? 'become a member of the group that owns the socket (usually docker), then log in again'
      : 'install and start Docker or Podman, or set DOCKER_HOST to unix:///path/of/its/socket',
  });
}
