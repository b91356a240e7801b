import type { BuiltinMetricName } from '../core/metric.ts';
import type { Output } from './plan.ts';

/** What holds where neither `assay.yaml` nor a flag says otherwise. */
export const DEFAULTS = {
  /** δ. Layout alone moves run times by about this much (Mytkowicz et al., 2009), so less is seldom news. */
  tolerance: 0.02,
  /** One run in a hundred may raise a false alarm: with a run per commit, rare enough to be believed. */
  falseAlarmBudget: 0.01,
  /**
   * The first execution fills the page cache and writes what programs cache on disk (byte code, compiled
   * code); the second is the first to read it. From the third on nothing systematic is left, and what is
   * left all the same is reported as drift.
   */
  warmup: 2,
  /** Ten times the 30 s that a comparison gives a case: an execution this long could never be repeated. */
  timeoutS: 300,
  /** A clean release build of a large project takes tens of minutes; one that hangs must still end. */
  buildTimeoutS: 3600,
  /** The null device costs the command least; a program that behaves differently there can have a pipe. */
  output: 'discard',
  metrics: ['wall'],
} as const satisfies {
  tolerance: number;
  falseAlarmBudget: number;
  warmup: number;
  timeoutS: number;
  buildTimeoutS: number;
  output: Output;
  metrics: readonly BuiltinMetricName[];
};

/** What holds of a container environment where `assay.yaml` does not say otherwise. */
export const CONTAINER_DEFAULTS = {
  /** Room for a parallel build on the largest machines, and an end to a program that starts itself forever. */
  pids: 4096,
  /** What Docker gives /dev/shm: enough for sockets, locks and small files. */
  tmpBytes: 64 * 1024 ** 2,
  source: '/src',
} as const;

/** Bounds on what may be asked for. */
export const LIMITS = {
  /** The store is exercised with a million samples (bench/); nobody waits for more. */
  samples: 1_000_000,
  /** Cases of one benchmark: at 10 s each, the default of a run, these take close to three hours. */
  cases: 1000,
  /** Names head the rows of tables and name files, whose names hold 255 bytes with their suffixes. */
  nameLength: 100,
  /** Linux refuses to start a program with a longer argument or environment text (MAX_ARG_STRLEN). */
  argumentLength: 131_072,
  /** All texts of a plan after substitution, which is stored with its run: sixteen times the longest file. */
  planLength: 16 * 1024 * 1024,
} as const;
