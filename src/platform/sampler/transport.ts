import type { Readable, Writable } from 'node:stream';

/** The way to a sampler, wherever it runs: its streams and its end. */
export interface SamplerTransport {
  /** Which sampler, in messages: its path, or its container. */
  readonly name: string;
  /** Where it runs; in a container that is 1. */
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Fulfilled when it is gone and all that it said was read; never rejected. */
  readonly ended: Promise<SamplerEnd>;
  /** What to do when it ends unexpectedly. */
  readonly hint: string;
  /** Ends it by force, without waiting. Afterwards `ended` is fulfilled within a bounded time. */
  kill(): void;
}

export interface SamplerEnd {
  /** Completes “the sampler NAME …”: `was ended by SIGKILL`. */
  readonly how: string;
  readonly cause?: unknown;
}
