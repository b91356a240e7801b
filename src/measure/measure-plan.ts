import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan, PlannedBenchmark, PlannedCase } from '../config/plan.ts';
import { digest } from '../core/canonical.ts';
import { caseKey } from '../core/case.ts';
import type { Revision, Side } from '../core/measurement.ts';
import type { Metric } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import type { StartedContainer } from '../environment/record.ts';
import type { Repository } from '../platform/git/repository.ts';
import type { Secrets } from '../platform/secret.ts';
import type { Store } from '../store/open.ts';
import type { RunTimings } from '../store/records.ts';
import { loadSealedCases, type SealedCase } from '../store/sealed.ts';
import { type Executor, throwIfInterrupted } from './executor.ts';
import { type CaseProgress, measureCase, type Observed, type StoppingRule } from './measure-case.ts';
import type { ResultReader } from './own-results.ts';
import { type CaseRecorder, caseRecorder, type Unavailable } from './recorder.ts';
import type { CaseSeries } from './series.ts';
import type { Prepared, Site } from './site.ts';
import type { Workspace } from './workspace.ts';

/** Everything that a run needs and that does not change while it goes on. */
export interface PlanRequest {
  readonly store: Store;
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly plan: Plan;
  readonly runId: string;
  readonly seed: number;
  /** One side for a run, two for a comparison. */
  readonly sides: ReadonlyMap<Side, MeasuredAt>;
  readonly secrets: Secrets;
  /** There when a case has `parse`. */
  readonly readResults: ResultReader | null;
  /** Fulfilled when the run is on record. Containers may start before; nothing of the plan is executed. */
  readonly recorded: Promise<void>;
  readonly signal: AbortSignal;
  readonly ruleFor: (benchmark: PlannedBenchmark, planned: PlannedCase) => StoppingRule;
  /** Doubts about the samples of one metric of a case that was measured. */
  readonly doubts: (about: MeasuredSide, metric: Metric, samples: readonly number[]) => readonly Warning[];
  /** Called before the first sample that is taken in them. */
  readonly containersStarted: (containers: readonly StartedContainer[]) => Promise<void>;
  /** Called when all samples of a case are taken, before anything is doubted or sealed. */
  readonly sampled: () => Promise<void>;
  /** Called when a case is complete and sealed, before the next begins. */
  readonly caseDone: (done: CaseDone) => Promise<void>;
  readonly onEvent: (event: MeasureEvent) => void;
}

/** What a side measures, and where: two sides may differ in either, or in both. */
export interface MeasuredAt {
  readonly revision: Revision;
  readonly site: Site;
}

export interface MeasuredSide {
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly side: Side;
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
  const prepared = await prepareSides(request);
  let buildS = 0;
  for (const { tree } of prepared.values()) buildS += tree.buildS;
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
      await request.recorded;
      await decideAgain(request, benchmark, planned, before);
      continue;
    }
    request.onEvent({ kind: 'case', benchmark: benchmark.name, case: planned, index, of: cases.length });
    measureS += await measureOne(request, prepared, benchmark, planned);
  }
  return { buildS, measureS, totalS: (performance.now() - started) / 1000 };
}

/** By side and build: benchmarks that build alike share a tree. */
type PreparedSides = ReadonlyMap<string, Prepared>;

async function prepareSides(request: PlanRequest): Promise<PreparedSides> {
  const prepared = new Map<string, Prepared>();
  for (const benchmark of request.plan.benchmarks) {
    for (const [side, { revision, site }] of request.sides) {
      const key = preparedKey(side, benchmark);
      if (prepared.has(key)) continue;
      const { label } = revision;
      request.onEvent({ kind: 'build', side, label, benchmark: benchmark.name });
      const ready = await site.prepare({ ...request, side, revision, benchmark });
      const { cached, buildS } = ready.tree;
      request.onEvent({ kind: 'built', side, label, cached, buildS });
      prepared.set(key, ready);
    }
  }
  return prepared;
}

function preparedKey(side: Side, benchmark: PlannedBenchmark): string {
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
  const { series } = await recorderOf(request, benchmark, planned, new Map());
  await request.caseDone({ benchmark, case: planned, series, failures });
}

function recorderOf(
  { store, runId, sides }: PlanRequest,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
  unavailable: ReadonlyMap<Side, Unavailable>,
): Promise<CaseRecorder> {
  const inContainers = [...sides].filter(([, { site }]) => site.environment.kind === 'container');
  return caseRecorder({
    ...{ store, runId, benchmark, case: planned, unavailable },
    sides: [...sides.keys()],
    inContainers: new Set(inContainers.map(([side]) => side)),
  });
}

async function measureOne(
  request: PlanRequest,
  prepared: PreparedSides,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<number> {
  await using opened = new AsyncDisposableStack();
  const executors = await openSides(request, prepared, benchmark, planned, opened);
  await request.recorded;
  const containers = [...executors.values()].flatMap(({ container }) => container ?? []);
  if (containers.length > 0) await request.containersStarted(containers);
  const sides = [...executors.keys()];
  const unavailable = new Map([...executors].map(([side, executor]) => [side, executor.unavailable]));
  const recorder = await recorderOf(request, benchmark, planned, unavailable);
  const { failures, observed } = await measureCase({
    seed: request.seed,
    benchmark,
    case: planned,
    executors,
    recorder,
    rule: request.ruleFor(benchmark, planned),
    signal: request.signal,
    progress: (progress) =>
      request.onEvent({ kind: 'progress', benchmark: benchmark.name, case: planned, ...progress }),
  });
  await request.sampled();
  for (const side of sides) {
    const about = { benchmark, case: planned, side, observed, wallS: recorder.series.samples(side, 'wall') };
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

/** All at once, since a container takes a while to start; where one cannot be opened, none is left open. */
async function openSides(
  request: PlanRequest,
  prepared: PreparedSides,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
  opened: AsyncDisposableStack,
): Promise<ReadonlyMap<Side, Executor>> {
  const logPath = await logPathOf(request, benchmark, planned);
  const opening = [...request.sides].map(async ([side, { site }]) => {
    const ready = prepared.get(preparedKey(side, benchmark))!;
    const order = { ...request, prepared: ready, side, benchmark, case: planned, logPath };
    return [side, await site.open(order)] as const;
  });
  for (const each of await Promise.allSettled(opening)) {
    if (each.status === 'fulfilled') opened.use(each.value[1]);
  }
  return new Map(await Promise.all(opening));
}

async function logPathOf(
  { workspace, runId }: PlanRequest,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<string> {
  const folder = join(workspace.logsDir, runId);
  await mkdir(folder, { recursive: true });
  return join(folder, `${digest([benchmark.name, planned.params]).slice(0, 12)}.stderr`);
}
