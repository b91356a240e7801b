import type Dockerode from 'dockerode';
import { AssayError } from '../../core/error.ts';

/** The way to one engine: its client, and where it listens. */
export interface EngineClient {
  readonly docker: Dockerode;
  readonly socketPath: string;
}

/** Loads the library only now: commands that need no engine start without it. */
export async function engineClient(socketPath: string): Promise<EngineClient> {
  const { loadDockerode } = await import('./dockerode.ts');
  const Docker = loadDockerode();
  return { docker: new Docker({ socketPath }), socketPath };
}

/** An answer of the engine with a status other than success, as docker-modem throws it. */
interface Refusal {
  readonly statusCode: number;
  readonly json?: { readonly message?: string } | null;
}

/** The same for an answer that did not come through dockerode; `said` is its body. */
export function refusal(path: string, statusCode: number | undefined, said: string): Error {
  const json = ((): Refusal['json'] => {
    try {
      return JSON.parse(said) as Refusal['json'];
    } catch {
      return null;
    }
  })();
  return Object.assign(new Error(`${path} was answered with ${statusCode}`), { statusCode, json });
}

function refusalOf(error: unknown): Refusal | null {
  return error instanceof Error && 'statusCode' in error ? (error as Error & Refusal) : null;
}

export function isMissing(error: unknown): boolean {
  return refusalOf(error)?.statusCode === 404;
}

/** It is in use, or on its way to what was asked for. */
export function isBusy(error: unknown): boolean {
  return refusalOf(error)?.statusCode === 409;
}

/** It answered, with a no. Anything else is an engine that does not answer. */
export function isRefusal(error: unknown): boolean {
  return refusalOf(error) !== null;
}

/** What the engine itself said, without the words of its client. */
export function saidBy(error: unknown): string {
  const message = refusalOf(error)?.json?.message ?? (error as Error).message;
  return message.trim();
}

/** An engine that refuses, or that does not answer any more; `what` was being done: `starting container X`. */
export function engineError(
  client: Pick<EngineClient, 'socketPath'>,
  what: string,
  error: unknown,
): AssayError {
  if (error instanceof AssayError) return error;
  if (refusalOf(error)) {
    return new AssayError('infrastructure', `${what}: the container engine refused: ${saidBy(error)}`, {
      hint: 'change what it refuses, or see what the log of the engine says',
      cause: error,
    });
  }
  return new AssayError(
    'infrastructure',
    `${what}: the container engine at ${client.socketPath} does not answer: ${(error as Error).message}`,
    { hint: 'see whether it runs (systemctl status docker), then try again', cause: error },
  );
}

/** What `action` gives; its failure as {@link engineError}. */
export async function asking<T>(
  client: EngineClient,
  what: string,
  action: (docker: Dockerode) => Promise<T>,
): Promise<T> {
  try {
    return await action(client.docker);
  } catch (error) {
    throw engineError(client, what, error);
  }
}
