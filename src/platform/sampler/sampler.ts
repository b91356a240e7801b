import { AssayError } from '../../core/error.ts';
import { type Answer, parseAnswer } from './answer.ts';
import { ensureSampler } from './binary.ts';
import type { ExecutionRequest, ExecutionResult, SamplerHello } from './execution.ts';
import { type Inherited, inheritedArguments } from './inherited.ts';
import { requestLines } from './request.ts';
import { spawnedSampler } from './spawned.ts';
import type { SamplerEnd, SamplerTransport } from './transport.ts';

/**
 * A running sampler. What it executes, it ends: when it is closed, when this process dies in whatever way,
 * and when an execution is aborted, nothing that the commands started is left.
 */
export interface Sampler extends AsyncDisposable {
  readonly hello: SamplerHello;
  /** Where it runs; in a container that is 1. */
  readonly pid: number;
  /**
   * Executes one command at a time; a second call before the first is over is a mistake of the caller.
   * Aborting sends SIGTERM, then SIGKILL after `graceMs`, and rejects with `interrupted` once it is over.
   * A request that no command line can carry is an `input` error; a sampler that died, `infrastructure`.
   */
  execute(request: ExecutionRequest, signal?: AbortSignal): Promise<ExecutionResult>;
  /** Ends what runs, and the sampler. */
  close(): Promise<void>;
}

/** The version of docs/sampler-protocol.md spoken here. */
const PROTOCOL_VERSION = 1;

/** How long an order to end may take beyond what it needs by itself, before the sampler is killed. */
const END_MARGIN_MS = 3000;

/** Of the protocol: how long SIGTERM is given when a request does not say. */
const DEFAULT_GRACE_MS = 2000;

export interface SamplerStart {
  /** Another program than Assay's own sampler. */
  readonly binary?: string;
  /** What its commands inherit; what Assay has, unless told. */
  readonly inherited?: Inherited;
}

/** Starts a sampler on this host. What it shall hand on and may not is an `infrastructure` error. */
export async function startSampler({ binary, inherited }: SamplerStart = {}): Promise<Sampler> {
  const args = inherited === undefined ? [] : inheritedArguments(inherited);
  return connectSampler(spawnedSampler(binary ?? (await ensureSampler()), args));
}

/** Greets the sampler at the other end. Where it does not answer as it should, it is ended. */
export async function connectSampler(transport: SamplerTransport): Promise<Sampler> {
  const client = new SamplerClient(transport);
  try {
    await client.greet();
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

class SamplerClient implements Sampler {
  readonly #transport: SamplerTransport;
  readonly #ended: Promise<void>;
  #hello: SamplerHello | null = null;
  #waiting: Waiting | null = null;
  #death: AssayError | null = null;
  #closing = false;
  #received = '';
  #complaint = '';
  #executions = 0;

  constructor(transport: SamplerTransport) {
    this.#transport = transport;
    this.#ended = transport.ended.then((end) => this.#die(end));
    transport.stdin.on('error', () => {}); // it died: `ended` says so
    transport.stdout.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    transport.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-1000);
    });
  }

  get hello(): SamplerHello {
    return this.#hello!;
  }

  get pid(): number {
    return this.#transport.pid;
  }

  async greet(): Promise<void> {
    const answer = await this.#ask('hello\n');
    if (answer.kind === 'hello' && answer.hello.version === PROTOCOL_VERSION) {
      this.#hello = answer.hello;
      return;
    }
    throw new AssayError(
      'infrastructure',
      `the sampler ${this.#transport.name} does not speak version ${PROTOCOL_VERSION} of the protocol`,
      { hint: this.#transport.hint },
    );
  }

  async execute(request: ExecutionRequest, signal?: AbortSignal): Promise<ExecutionResult> {
    if (signal?.aborted) throw interrupted(signal);
    const id = String(++this.#executions);
    const lines = requestLines(id, request);
    using _ending = this.#endOnAbort(signal, request.graceMs ?? DEFAULT_GRACE_MS);
    const answer = await this.#ask(lines).catch((error: unknown) => {
      throw signal?.aborted ? interrupted(signal) : error;
    });
    if (signal?.aborted) throw interrupted(signal);
    if (answer.kind === 'result' && answer.id === id) return answer.result;
    const why = answer.kind === 'error' ? answer.message : 'it answered something else';
    throw new AssayError('input', `the sampler refused to run ${request.argv[0] ?? 'nothing'}: ${why}`, {
      hint: 'see docs/sampler-protocol.md for what a request may hold',
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#transport.stdin.end();
    const force = setTimeout(() => this.#transport.kill(), END_MARGIN_MS);
    await this.#ended;
    clearTimeout(force);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #ask(lines: string): Promise<Answer> {
    if (this.#death) return Promise.reject(this.#death);
    if (this.#waiting) return Promise.reject(new Error('the sampler executes one command at a time'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#transport.stdin.write(lines);
    });
  }

  /** A process that even SIGKILL does not end (waiting for a dead disk) must not hold Assay for ever. */
  #endOnAbort(signal: AbortSignal | undefined, graceMs: number): Disposable {
    let force: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      this.#transport.stdin.write('kill\n');
      force = setTimeout(() => this.#transport.kill(), graceMs + END_MARGIN_MS);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    return {
      [Symbol.dispose]: () => {
        signal?.removeEventListener('abort', onAbort);
        clearTimeout(force);
      },
    };
  }

  #receive(text: string): void {
    const lines = (this.#received + text).split('\n');
    this.#received = lines.pop()!;
    for (const line of lines) {
      const waiting = this.#waiting;
      this.#waiting = null;
      try {
        waiting?.resolve(parseAnswer(line));
      } catch (error) {
        waiting?.reject(error);
      }
    }
  }

  #die(end: SamplerEnd): void {
    const how = [end.how, this.#complaint.trim()].filter(Boolean).join(': ');
    const { name, hint } = this.#transport;
    this.#death ??= new AssayError(
      'infrastructure',
      `the sampler ${name} ${this.#closing ? 'was closed' : how}`,
      { hint, cause: end.cause },
    );
    this.#waiting?.reject(this.#death);
    this.#waiting = null;
  }
}

function interrupted(signal: AbortSignal): AssayError {
  return new AssayError('interrupted', 'interrupted', { cause: signal.reason });
}
