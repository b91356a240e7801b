import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { AssayError } from '../../core/error.ts';
import { type Answer, parseAnswer } from './answer.ts';
import { ensureSampler } from './binary.ts';
import type { ExecutionRequest, ExecutionResult, SamplerHello } from './execution.ts';
import { requestLines } from './request.ts';

/**
 * A running sampler. What it executes, it ends: when it is closed, when this process dies in whatever way,
 * and when an execution is aborted, nothing that the commands started is left.
 */
export interface Sampler extends AsyncDisposable {
  readonly hello: SamplerHello;
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

export async function startSampler(binary?: string): Promise<Sampler> {
  const client = new SamplerClient(binary ?? (await ensureSampler()));
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
  readonly #path: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #ended: Promise<void>;
  #hello: SamplerHello | null = null;
  #waiting: Waiting | null = null;
  #death: AssayError | null = null;
  #closing = false;
  #received = '';
  #complaint = '';
  #executions = 0;

  constructor(path: string) {
    this.#path = path;
    // A session of its own: Ctrl-C in the terminal reaches Assay, which decides what becomes of the command.
    this.#child = spawn(path, [], { detached: true, env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (cause) =>
        this.#die(`could not be started: ${cause.message}`, cause, resolve),
      );
      this.#child.once('close', (code, signal) => {
        const how = signal ? `was ended by ${signal}` : `exited with ${code}`;
        this.#die([how, this.#complaint.trim()].filter(Boolean).join(': '), undefined, resolve);
      });
    });
    this.#child.stdin.on('error', () => {}); // it died: `close` says so
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-1000);
    });
  }

  get hello(): SamplerHello {
    return this.#hello!;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async greet(): Promise<void> {
    const answer = await this.#ask('hello\n');
    if (answer.kind === 'hello' && answer.hello.version === PROTOCOL_VERSION) {
      this.#hello = answer.hello;
      return;
    }
    throw new AssayError(
      'infrastructure',
      `${this.#path} does not speak version ${PROTOCOL_VERSION} of the protocol`,
      {
        hint: `remove ${this.#path}; it is compiled again`,
      },
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
    this.#child.stdin.end();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), END_MARGIN_MS);
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
      this.#child.stdin.write(lines);
    });
  }

  /** A process that even SIGKILL does not end (waiting for a dead disk) must not hold Assay for ever. */
  #endOnAbort(signal: AbortSignal | undefined, graceMs: number): Disposable {
    let force: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      this.#child.stdin.write('kill\n');
      force = setTimeout(() => this.#child.kill('SIGKILL'), graceMs + END_MARGIN_MS);
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

  #die(how: string, cause: unknown, resolve: () => void): void {
    const why = this.#closing ? 'was closed' : how;
    this.#death ??= new AssayError('infrastructure', `the sampler ${this.#path} ${why}`, {
      hint: `try again; if it repeats, remove ${this.#path} (it is compiled again), and see that its filesystem permits execution`,
      cause,
    });
    this.#waiting?.reject(this.#death);
    this.#waiting = null;
    resolve();
  }
}

function interrupted(signal: AbortSignal): AssayError {
  return new AssayError('interrupted', 'interrupted', { cause: signal.reason });
}
