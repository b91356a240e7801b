import type { Sampler } from '../platform/sampler/sampler.ts';
import { commandEnvironment } from './command-environment.ts';

/** What starting a process costs here without any work in it: wall times in seconds. */
export interface FloorSamples {
  readonly argvS: readonly number[];
  readonly shellS: readonly number[];
}

/** Enough for a median that a single disturbance does not move; it takes some tens of milliseconds. */
const EXECUTIONS = 15;

/** Measures the floor by starting `true` directly and the shell with nothing to do. */
export async function measureFloor(sampler: Sampler, signal: AbortSignal): Promise<FloorSamples> {
  return {
    argvS: await wallTimes(sampler, ['/bin/true'], signal),
    shellS: await wallTimes(sampler, ['/bin/sh', '-c', ':'], signal),
  };
}

async function wallTimes(sampler: Sampler, argv: readonly string[], signal: AbortSignal): Promise<number[]> {
  const env = commandEnvironment({ env: {}, secrets: new Map(), cwd: '/' });
  const wallS: number[] = [];
  for (let i = 0; i < EXECUTIONS; i++) {
    const result = await sampler.execute(
      { argv, env, cwd: '/', stdout: { kind: 'null' }, stderr: { kind: 'null' } },
      signal,
    );
    wallS.push(result.wallNs / 1e9);
  }
  return wallS;
}
