import { AssayError } from '../../core/error.ts';
import { buildImage } from './build.ts';
import { type EngineClient, engineClient, engineError, isRefusal } from './client.ts';
import { startContainer } from './container.ts';
import type { Engine, EngineInfo } from './engine.ts';
import { findImage } from './images.ts';
import { askInfo } from './info.ts';
import { removeRest } from './layers.ts';
import { reap } from './reap.ts';
import { noEngine, obstacleAt, socketCandidates } from './sockets.ts';

/**
 * The engine at `socket` (a path, or `unix:///path`); without one the first that answers of `DOCKER_HOST`,
 * Docker's socket and Podman's. None is an `infrastructure` error that says why of each.
 */
export async function openEngine(socket: string | null, signal?: AbortSignal): Promise<Engine> {
  const { client, info } = await reach(socketCandidates(socket, process.env), signal);
  return {
    info,
    findImage: (reference) => findImage(client, reference),
    buildImage: (order) => buildImage(client, order),
    start: (order) => startContainer(client, info.runtime, order),
    removeBuild: (rest) => removeRest(client, rest),
    reap: () => reap(client),
  };
}

interface Reached {
  readonly client: EngineClient;
  readonly info: EngineInfo;
}

async function reach(candidates: readonly string[], signal: AbortSignal | undefined): Promise<Reached> {
  const tried = new Map<string, string>();
  for (const path of candidates) {
    const obstacle = obstacleAt(path) ?? (await answerOf(path, signal));
    if (typeof obstacle !== 'string') return obstacle;
    tried.set(path, obstacle);
  }
  throw noEngine(tried);
}

/** How long an engine may take to say what it is. */
const ANSWER_MS = 10_000;

async function answerOf(path: string, signal: AbortSignal | undefined): Promise<Reached | string> {
  const late = AbortSignal.timeout(ANSWER_MS);
  try {
    // The library is loaded while the engine thinks.
    const [info, client] = await Promise.all([
      askInfo(path, signal ? AbortSignal.any([signal, late]) : late),
      engineClient(path),
    ]);
    return { info, client };
  } catch (error) {
    if (signal?.aborted) throw new AssayError('interrupted', 'interrupted', { cause: signal.reason });
    if (late.aborted) return `no answer within ${ANSWER_MS / 1000} s`;
    if (isRefusal(error)) throw engineError({ socketPath: path }, 'asking what it is', error);
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
      ? 'nobody listens there'
      : (error as Error).message;
  }
}
