import type {
  HostEnvironment,
  Plan,
  PlannedBenchmark,
  PlannedCase,
  PlannedEnvironment,
} from '../config/plan.ts';
import type { Revision, Side } from '../core/measurement.ts';
import type { EnvironmentRecord } from '../environment/record.ts';
import type { EngineImage } from '../platform/engine/engine.ts';
import type { Sampler } from '../platform/sampler/sampler.ts';
import type { Secrets } from '../platform/secret.ts';
import type { Executor } from './executor.ts';
import type { ResultReader } from './own-results.ts';
import type { Unavailable } from './recorder.ts';
import type { Tree, TreeRequest } from './tree.ts';

/**
 * An environment made ready to measure in: this host, or containers of one engine. It holds for any number
 * of runs; what it makes for a case goes with that case.
 */
export interface Site extends AsyncDisposable {
  readonly environment: PlannedEnvironment;
  /** Starts processes of this host: as measured ones are started there, or in place of those in a container. */
  readonly sampler: Sampler;
  /** Metrics that are known beforehand not to be measurable there, with the reason. */
  readonly unavailable: Unavailable;
  /** The environment's record, given that of the host. */
  describe(host: EnvironmentRecord): EnvironmentRecord;
  /** Whatever a side needs before its first case: its tree, and where it has one of its own, its image. */
  prepare(order: PrepareOrder): Promise<Prepared>;
  /** Ready for one side of one case, from its setup to its cleanup. */
  open(order: CaseOrder): Promise<Executor>;
}

export interface PrepareOrder extends Omit<TreeRequest, 'builder' | 'build'> {
  readonly runId: string;
  readonly side: Side;
  readonly revision: Revision;
  readonly benchmark: PlannedBenchmark;
}

/** One side of a benchmark, ready to be measured any number of times. */
export interface Prepared {
  readonly tree: Tree;
  /** In a container: what it is made of. */
  readonly image?: EngineImage;
}

export interface CaseOrder {
  readonly prepared: Prepared;
  readonly side: Side;
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly runId: string;
  readonly secrets: Secrets;
  /** Standard error of the last execution of this side is kept here, to be shown when it fails. */
  readonly logPath: string;
  /** There when the case has `parse`. */
  readonly readResults: ResultReader | null;
  readonly signal: AbortSignal;
}

/** Plain processes of this machine, as they come: where a plan of before there was a choice is measured. */
export const PLAIN_HOST: HostEnvironment = {
  ...{ kind: 'host', name: 'host' },
  ...{ cpuset: null, nice: null, aslr: 'machine' },
};

/** Where a side of a plan is measured. */
export function environmentOf({ place, basePlace }: Plan, side: Side): PlannedEnvironment {
  const chosen = side === 'baseline' ? (basePlace ?? place) : place;
  return chosen?.environment ?? PLAIN_HOST;
}
