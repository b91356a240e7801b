import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { SamplerEnd, SamplerTransport } from '../sampler/transport.ts';
import { asking, type EngineClient } from './client.ts';
import { hijack } from './hijack.ts';

/** How long the engine may take to say that a killed container is gone, before nobody listens any more. */
const KILL_DEADLINE_MS = 5000;

export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Why the stream ended; asked once, when it did. */
  readonly explainEnd: () => Promise<SamplerEnd>;
}

/**
 * The input and output of a container's first process, from before its start. Closing the stream, also by
 * our death, is the end of its input.
 */
export async function attach(client: EngineClient, of: Attachment): Promise<SamplerTransport> {
  const container = client.docker.getContainer(of.id);
  const stream = await asking(client, `attaching to container ${of.name}`, () => hijack(client, of.id));
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  container.modem.demuxStream(stream, stdout, stderr);
  const closed = Promise.withResolvers<void>();
  stream.on('error', () => {}); // the engine went away: `close` follows
  stream.on('close', () => {
    stdout.end();
    stderr.end();
    closed.resolve();
  });
  return {
    name: `in container ${of.name}`,
    pid: 1,
    stdin: stream,
    stdout,
    stderr,
    ended: closed.promise.then(async () => {
      await Promise.allSettled([finished(stdout), finished(stderr)]);
      return of.explainEnd();
    }),
    hint: 'see what the log of the container engine says, then try again',
    kill: () => {
      if (stream.destroyed) return;
      const force = setTimeout(() => stream.destroy(), KILL_DEADLINE_MS);
      stream.once('close', () => clearTimeout(force));
      container.kill({ signal: 'SIGKILL' }).catch(() => stream.destroy());
    },
  };
}
