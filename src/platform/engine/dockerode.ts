import { createRequire, Module } from 'node:module';
import type Dockerode from 'dockerode';

/**
 * dockerode, but for what it loads for ways to an engine that are not ours: gRPC for sessions of BuildKit, and SSH for
 * engines elsewhere. Those take most of its time to load, and are loaded when they are called.
 */
export function loadDockerode(): typeof Dockerode {
  const load = createRequire(import.meta.url);
  const inside = createRequire(load.resolve('dockerode'));
  for (const seldom of ['./session', 'docker-modem/lib/ssh']) loadWhenCalled(inside, seldom);
  return load('dockerode') as typeof Dockerode;
}

/** Of a module that is one function. */
function loadWhenCalled(load: NodeJS.Require, name: string): void {
  const path = load.resolve(name);
  const late = new Module(path);
  late.loaded = true;
  late.exports = (...args: unknown[]): unknown => {
    delete load.cache[path];
    return (load(path) as (...args: unknown[]) => unknown)(...args);
  };
  load.cache[path] ??= late;
}
