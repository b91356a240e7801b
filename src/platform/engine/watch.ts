import { asking, type EngineClient } from './client.ts';

/** What the engine told of one container since before it was started. */
export interface Watch extends Disposable {
  readonly seen: Seen;
  /** Fulfilled when the container has died, or when the engine tells nothing more. */
  readonly over: Promise<void>;
}

export interface Seen {
  /** The kernel killed at least one of its processes for want of memory. */
  oomKilled: boolean;
  /** Of its first process; `null` while it lives. */
  exitCode: number | null;
  /** Somebody asked the engine to kill or stop it. */
  killed: boolean;
}

interface EngineEvent {
  readonly status?: string;
  readonly Action?: string;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

/**
 * Follows the events of the container called `name`, which need not exist yet. A container that removes
 * itself cannot be asked afterwards why it ended.
 */
export async function watchContainer(client: EngineClient, name: string): Promise<Watch> {
  const stream = await asking(client, `watching container ${name}`, (docker) =>
    docker.getEvents({ filters: { type: ['container'], container: [name] } }),
  );
  const seen: Seen = { oomKilled: false, exitCode: null, killed: false };
  const over = Promise.withResolvers<void>();
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop()!;
    for (const line of lines) note(line, seen);
    if (seen.exitCode !== null) over.resolve();
  });
  stream.on('error', () => {}); // the engine went away: `close` follows
  stream.on('close', () => over.resolve());
  return {
    seen,
    over: over.promise,
    [Symbol.dispose]: () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy(),
  };
}

/** One event; Docker and Podman name the exit code differently. */
function note(line: string, seen: Seen): void {
  if (line.trim() === '') return;
  const event = JSON.parse(line) as EngineEvent;
  const action = event.Action ?? event.status;
  if (action === 'oom') seen.oomKilled = true;
  if (action === 'kill') seen.killed = true;
  if (action === 'die' || action === 'died') {
    const { exitCode, containerExitCode } = event.Actor?.Attributes ?? {};
    seen.exitCode = Number(exitCode ?? containerExitCode ?? 0);
  }
}
