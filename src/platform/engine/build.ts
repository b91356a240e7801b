import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ImageBuildOptions } from 'dockerode';
import { digest } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import { traceBuild } from './build-trace.ts';
import { type EngineClient, engineError, isRefusal, saidBy } from './client.ts';
import { packContext } from './context.ts';
import { type BuildOrder, type EngineImage, ImageBuildFailure } from './engine.ts';
import { findImage } from './images.ts';
import { BUILT_LABEL } from './labels.ts';
import { builtName, nameStages, removeRest } from './layers.ts';
import { BuildProgress } from './progress.ts';

/**
 * Builds, and says all in the log. A build that fails or is interrupted leaves no container and no layer; one
 * that succeeds leaves its layers, which make the next one faster, until {@link Engine.reap}. One whose process is
 * killed leaves what {@link unfinishedBuilds} tells of.
 */
export async function buildImage(client: EngineClient, order: BuildOrder): Promise<EngineImage> {
  throwIfAborted(order.signal);
  const startedMs = Date.now();
  const trace = traceBuild(order.logPath, client.socketPath, startedMs);
  const progress = new BuildProgress(trace.note);
  const log = createWriteStream(order.logPath);
  const key = digest(order.labels).slice(0, 16);
  try {
    const context = await packContext(order.context, order.dockerfile);
    const stream = await client.docker.buildImage(context, optionsOf(order, key));
    await progress.follow(stream as Readable, (text) => log.write(text));
    if (progress.failure !== null) throw failed(order, progress.failure, progress.lines);
    const id = progress.stages.at(-1);
    if (id === undefined) throw new Error('it stopped in the middle');
    await nameStages(client, key, progress.stages.slice(0, -1), startedMs);
    trace.forget();
    return await findImage(client, id);
  } catch (error) {
    const { container, mentioned } = progress;
    if (await removeRest(client, { startedMs, container, mentioned })) trace.forget();
    throwIfAborted(order.signal);
    // The engine does not begin with a Dockerfile that it cannot find or read.
    if (isRefusal(error)) throw failed(order, saidBy(error), [saidBy(error)]);
    throw engineError(client, `building ${order.context}`, error);
  } finally {
    log.end();
    await finished(log);
  }
}

function optionsOf(order: BuildOrder, key: string): ImageBuildOptions {
  return {
    dockerfile: order.dockerfile,
    t: builtName(key),
    labels: { ...order.labels, [BUILT_LABEL]: key },
    buildargs: { ...order.args },
    ...(order.target === null ? {} : { target: order.target }),
    ...(order.signal ? { abortSignal: order.signal } : {}),
    rm: true,
    forcerm: true,
  };
}

function failed(order: BuildOrder, why: string, lines: readonly string[]): AssayError {
  return new AssayError('infrastructure', `${order.dockerfile} of ${order.context} does not build: ${why}`, {
    hint: `see ${order.logPath}`,
    cause: new ImageBuildFailure(lines.join('\n')),
  });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AssayError('interrupted', 'interrupted', { cause: signal.reason });
}
