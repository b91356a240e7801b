import { AssayError } from '../../core/error.ts';
import { buildImage } from './build.ts';
import { type EngineClient, engineClient } from './client.ts';
import { startContainer } from './container.ts';
import type { Engine } from './engine.ts';
import { findImage } from './images.ts';
import { askInfo } from './info.ts';
import { reap } from './reap.ts';
import { noEngine, obstacleAt, socketCandidates } from './sockets.ts';

/**
 * The engine at `socket` (a path, or `unix:///path`); without one the first that answers of `DOCKER_HOST`,
 * Docker's socket and Podman's. None is an `infrastructure` error that says why of each.
 */
export async function openEngine(socket: string | null, signal?: AbortSignal): Promise<Engine> {
  const client = await connect(socketCandidates(socket, process.env), signal);
  const info = await askInfo(client);
  return {
    info,
    findImage: (reference) => findImage(client, reference),
    buildImage: (order) => buildImage(client, order),
    start: (order) => startContainer(client, info.runtime, order),
    reap: () => reap(client),
  };
}

async function connect(
  candidates: readonly string[],
  signal: AbortSignal | undefined,
): Promise<EngineClient> {
  const tried = new Map<string, string>();
  for (const path of candidates) {
    const obstacle = obstacleAt(path) ?? (await answerOf(path, signal));
    if (typeof obstacle !== 'string') return obstacle;
    tried.set(path, obstacle);
  }
  throw noEngine(tried);
}

/** How long an engine may take to say that it is there. */
const PING_MS = 10_000;

async function answerOf(path: string, signal: AbortSignal | undefined): Promise<EngineClient | string> {
  const client = await engineClient(path);
  const late = AbortSignal.timeout(PING_MS);
  const abortSignal = signal ? AbortSignal.any([signal, late]) : late;
  try {
    await ping(client, abortSignal);
    return client;
  } catch (error) {
    if (signal?.aborted) throw new AssayError('interrupted', 'interrupted', { cause: signal.reason });
    if (late.aborted) return `no answer within ${PING_MS / 1000} s`;
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
      ? 'nobody listens there'
      : (error as Error).message;
  }
}

/** Its types do not know that it can be aborted. */
function ping({ docker }: EngineClient, abortSignal: AbortSignal): Promise<unknown> {
  return (docker as { ping(options: { abortSignal: AbortSignal }): Promise<unknown> }).ping({ abortSignal });
}
