/** Where an output of a command goes. A `pipe` is drained, counted and discarded: it never blocks the command. */
export type Output =
  | { readonly kind: 'null' }
  | { readonly kind: 'pipe' }
  | { readonly kind: 'file'; readonly path: string; readonly append?: boolean };

/** One command to execute. Relative paths, and relative entries of its PATH, are taken from `cwd`. */
export interface ExecutionRequest {
  /** A program without `/` is searched on the PATH of `env`. */
  readonly argv: readonly string[];
  /** The whole environment, in this order; nothing is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  /** A file; by default the input is empty. */
  readonly stdin?: string;
  readonly stdout: Output;
  /** `stdout` joins the two, in the order written. */
  readonly stderr: Output | { readonly kind: 'stdout' };
  /** Whole milliseconds until SIGTERM; absent or 0 for none. */
  readonly timeoutMs?: number;
  /** Whole milliseconds from SIGTERM to SIGKILL; 2000 when absent. */
  readonly graceMs?: number;
}

/**
 * `timeout` and `cancelled`: the sampler ended it. `spawn-failed`: nothing ran, every figure is 0 and
 * `error` says why.
 */
export type ExecutionStatus = 'exited' | 'signaled' | 'timeout' | 'cancelled' | 'spawn-failed';

/** What one execution took, as the kernel accounts it to the child and the descendants it waited for. */
export interface ExecutionResult {
  readonly status: ExecutionStatus;
  /** `null` unless the command exited by itself. */
  readonly exitCode: number | null;
  /** Number of the signal that ended it, or `null`. */
  readonly signal: number | null;
  /** CLOCK_MONOTONIC, from just before the spawn to the wake-up on its exit. */
  readonly wallNs: number;
  readonly userUs: number;
  readonly systemUs: number;
  /** Largest resident set of the child or of one descendant it waited for. */
  readonly peakBytes: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
  /** `null` where the counters are not available: `SamplerHello.perf` says why. */
  readonly instructions: number | null;
  readonly cycles: number | null;
  /** Processes that outlived the command and were killed. */
  readonly leftProcesses: number;
  /** Taken from pipes, standard output and error together. */
  readonly outputBytes: number;
  /** Processor time of the sampler and all that it started, since its result before: what measuring costs the machine. */
  readonly spentUs: number;
  /** Why the spawn failed; `null` otherwise. */
  readonly error: string | null;
}

/** What a sampler says of itself. */
export interface SamplerHello {
  /** Of the protocol. */
  readonly version: number;
  readonly perf: PerfSupport;
}

/** `user`: the kernel counts the command's own instructions, not those it spends in the kernel. */
export type PerfSupport =
  | { readonly available: true; readonly scope: 'all' | 'user' }
  | { readonly available: false; readonly reason: string };
