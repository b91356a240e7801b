import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan, PlannedBenchmark, PlannedCase } from '../config/plan.ts';
import { digest } from '../core/canonical.ts';
import { caseKey } from '../core/case.ts';
import type { Revision, Side } from '../core/measurement.ts';
import type { Metric } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import type { Repository } from '../platform/git/repository.ts';
import type { Sampler } from '../platform/sampler/sampler.ts';
import type { Secrets } from '../platform/secret.ts';
import type { Store } from '../store/open.ts';
import type { RunTimings } from '../store/records.ts';
import { loadSealedCases, type SealedCase } from '../store/sealed.ts';
import { hostExecutor, throwIfInterrupted } from './executor.ts';
import { type CaseProgress, measureCase, type Observed, type StoppingRule } from './measure-case.ts';
import type { ResultReader } from './own-results.ts';
import { type CaseRecorder, caseRecorder, type Unavailable } from './recorder.ts';
import type { CaseSeries } from './series.ts';
import { prepareTree, type Tree } from './tree.ts';
import type { Workspace } from './workspace.ts';

/** Everything that a run needs and that does not change while it goes on. */
export interface PlanRequest {
  readonly store: Store;
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly sampler: Sampler;
  readonly plan: Plan;
  readonly runId: string;
  readonly seed: number;
  /** One side for a run, two for a comparison. */
  readonly revisions: ReadonlyMap<Side, Revision>;
  readonly secrets: Secrets;
  readonly unavailable: Unavailable;
  /** There when a case has `parse`. */
  readonly readResults: ResultReader | null;
  readonly signal: AbortSignal;
  readonly ruleFor: (benchmark: PlannedBenchmark, planned: PlannedCase) => StoppingRule;
  /** Doubts about the samples of one metric of a case that was measured. */
  readonly doubts: (about: MeasuredSide, metric: Metric, samples: readonly number[]) => readonly Warning[];
  /** Called when a case is complete and sealed, before the next begins. */
  readonly caseDone: (done: CaseDone) => Promise<void>;
  readonly onEvent: (event: MeasureEvent) => void;
}

export interface MeasuredSide {
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly observed: Observed;
  /** Wall times of this side, in seconds. */
  readonly wallS: readonly number[];
}

export interface CaseDone {
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly series: CaseSeries;
  readonly failures: ReadonlyMap<Side, string>;
}

export type MeasureEvent =
  | { readonly kind: 'build'; readonly side: Side; readonly label: string; readonly benchmark: string }
  | {
      readonly kind: 'built';
      readonly side: Side;
      readonly label: string;
      readonly cached: boolean;
      readonly buildS: number;
    }
  | {
      readonly kind: 'case';
      readonly benchmark: string;
      readonly case: PlannedCase;
      readonly index: number;
      readonly of: number;
    }
  | ({ readonly kind: 'progress'; readonly benchmark: string; readonly case: PlannedCase } & CaseProgress)
  | {
      readonly kind: 'case-done';
      readonly benchmark: string;
      readonly case: PlannedCase;
      readonly failures: ReadonlyMap<Side, string>;
    };

/** Builds every side, then measures case after case in the order of the plan. */
export async function measurePlan(request: PlanRequest): Promise<RunTimings> {
  const started = performance.now();
  const trees = await prepareTrees(request);
  let buildS = 0;
  for (const tree of trees.values()) buildS += tree.buildS;
  const cases = request.plan.benchmarks.flatMap((benchmark) =>
    benchmark.cases.map((planned) => ({ benchmark, planned })),
  );
  const sealed = new Map(
    (await loadSealedCases(request.store, request.runId)).map((each) => [caseId(each), each]),
  );
  let measureS = 0;
  for (const [index, { benchmark, planned }] of cases.entries()) {
    throwIfInterrupted(request.signal);
    const before = sealed.get(caseId({ benchmark: benchmark.name, caseKey: caseKey(planned.params) }));
    if (before) {
      await decideAgain(request, benchmark, planned, before);
      continue;
    }
    request.onEvent({ kind: 'case', benchmark: benchmark.name, case: planned, index, of: cases.length });
    measureS += await measureOne(request, trees, benchmark, planned);
  }
  return { buildS, measureS, totalS: (performance.now() - started) / 1000 };
}

/** By side and build: benchmarks that build alike share a tree. */
type Trees = ReadonlyMap<string, Tree>;

async function prepareTrees(request: PlanRequest): Promise<Trees> {
  const trees = new Map<string, Tree>();
  for (const benchmark of request.plan.benchmarks) {
    for (const [side, revision] of request.revisions) {
      const key = treeKey(side, benchmark);
      if (trees.has(key)) continue;
      request.onEvent({ kind: 'build', side, label: revision.label, benchmark: benchmark.name });
      const tree = await prepareTree({ ...request, revision, build: benchmark.build });
      request.onEvent({
        kind: 'built',
        side,
        label: revision.label,
        cached: tree.cached,
        buildS: tree.buildS,
      });
      trees.set(key, tree);
    }
  }
  return trees;
}

function treeKey(side: Side, benchmark: PlannedBenchmark): string {
  return digest([side, benchmark.build]);
}

function caseId({ benchmark, caseKey }: Pick<SealedCase, 'benchmark' | 'caseKey'>): string {
  return JSON.stringify([benchmark, caseKey]);
}

/** The process may have died between the last sample of a case and the decision on it. */
async function decideAgain(
  request: PlanRequest,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
  { failures }: SealedCase,
): Promise<void> {
  const { series } = await recorderOf(request, benchmark, planned);
  await request.caseDone({ benchmark, case: planned, series, failures });
}

function recorderOf(
  { store, runId, revisions, unavailable }: PlanRequest,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<CaseRecorder> {
  const sides = [...revisions.keys()];
  return caseRecorder({ store, runId, benchmark, case: planned, sides, unavailable });
}

async function measureOne(
  request: PlanRequest,
  trees: Trees,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<number> {
  const { runId, sampler, secrets, workspace, readResults } = request;
  const sides = [...request.revisions.keys()];
  const recorder = await recorderOf(request, benchmark, planned);
  const logPath = join(
    workspace.logsDir,
    runId,
    `${digest([benchmark.name, planned.params]).slice(0, 12)}.stderr`,
  );
  await mkdir(dirname(logPath), { recursive: true });
  const { failures, observed } = await measureCase({
    seed: request.seed,
    benchmark,
    case: planned,
    trees: new Map(sides.map((side) => [side, trees.get(treeKey(side, benchmark))!])),
    executor: hostExecutor({ sampler, benchmark, case: planned, runId, secrets, logPath, readResults }),
    recorder,
    rule: request.ruleFor(benchmark, planned),
    signal: request.signal,
    progress: (progress) =>
      request.onEvent({ kind: 'progress', benchmark: benchmark.name, case: planned, ...progress }),
  });
  for (const side of sides) {
    const about = { benchmark, case: planned, observed, wallS: recorder.series.samples(side, 'wall') };
    await recorder.seal(side, {
      failure:
        failures.get(side) ??
        (about.wallS.length === 0 ? 'not measured, because the other side failed' : null),
      warnings: (metric, samples) => request.doubts(about, metric, samples),
    });
  }
  await request.caseDone({ benchmark, case: planned, series: recorder.series, failures });
  request.onEvent({ kind: 'case-done', benchmark: benchmark.name, case: planned, failures });
  return observed.measureS;
}
