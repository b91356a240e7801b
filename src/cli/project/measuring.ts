import { randomInt } from 'node:crypto';
import type { Plan, PlannedBenchmark, PlannedCase, PlannedEnvironment } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { Revision, RunStatus, Side } from '../../core/measurement.ts';
import type { Metric } from '../../core/metric.ts';
import { VERSION } from '../../core/version.ts';
import type { Warning } from '../../core/warning.ts';
import type { EnvironmentRecord } from '../../environment/record.ts';
import { overheadIn } from '../../judge/overhead.ts';
import { RUN_VARIABLE } from '../../measure/command-environment.ts';
import { executionDoubts, type StartFloor } from '../../measure/doubts.ts';
import type { StoppingRule } from '../../measure/measure-case.ts';
import {
  type CaseDone,
  type MeasuredAt,
  type MeasuredSide,
  type MeasureEvent,
  measurePlan,
} from '../../measure/measure-plan.ts';
import type { Unavailable } from '../../measure/recorder.ts';
import { recoverRuns, recoverTrees } from '../../measure/recover.ts';
import { recoverContainers } from '../../measure/recover-containers.ts';
import { environmentOf, PLAIN_HOST } from '../../measure/site.ts';
import { currentOwner } from '../../platform/owner.ts';
import { type Sampler, startSampler } from '../../platform/sampler/sampler.ts';
import type { Secrets } from '../../platform/secret.ts';
import { median } from '../../stats/descriptive.ts';
import { doubts } from '../../stats/doubts.ts';
import { refuseDamaged } from '../../store/damage.ts';
import { saveEnvironment } from '../../store/environments.ts';
import { openStore, type Store } from '../../store/open.ts';
import type { RunTimings } from '../../store/records.ts';
import { addContainers, claimRun, createRun, endRun } from '../../store/runs.ts';
import type { Context } from '../context.ts';
import { newRunId } from '../run/id.ts';
import { hostRecord } from './here.ts';
import { resultReader } from './own-results.ts';
import { openProject, type Project } from './project.ts';
import { type MachineQueue, machineQueue, SHARED_MACHINE, type TurnFlags } from './queue.ts';
import { type SiteOf, siteKeeper } from './sites.ts';
import { startFloors } from './start-floors.ts';

/** Everything opened that measuring needs; disposing closes the sampler, then the store. */
export interface Bench extends AsyncDisposable {
  readonly project: Project;
  readonly store: Store;
  readonly sampler: Sampler;
  readonly unavailable: Unavailable;
  readonly queue: MachineQueue;
  readonly siteOf: SiteOf;
}

/**
 * Opens project, store and sampler, and clears away what a dead process left.
 * @param command the one that measures
 */
export async function openBench(context: Context, command: string, flags: TurnFlags): Promise<Bench> {
  const project = await openProject(context);
  await using stack = new AsyncDisposableStack();
  const store = stack.use(await openStore(project.databasePath));
  refuseDamaged(store);
  await recoverRuns(store);
  await recoverTrees(store, project.repository, project.workspace);
  await recoverContainers(project.workspace);
  const sampler = stack.use(await startSampler());
  const opened = stack.move();
  const siteOf = siteKeeper(opened, { sampler, workspace: project.workspace, signal: context.signal });
  const { unavailable } = await siteOf(PLAIN_HOST);
  const queue = machineQueue(context, { command, project: project.workspace.projectRoot, flags });
  return {
    ...{ project, store, sampler, unavailable, queue, siteOf },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A run that goes on, as it was found. */
export interface Resumed {
  readonly id: string;
  readonly status: RunStatus;
  readonly seed: number;
  readonly environmentId: string;
}

/** What is to be measured: a new run, or an interrupted one that goes on. */
export interface RunOrder {
  readonly kind: 'run' | 'compare' | 'calibrate';
  readonly plan: Plan;
  /** The environments that are recorded, where those of the plan have more in them for this run alone. */
  readonly recordedAs?: ReadonlyMap<Side, PlannedEnvironment>;
  readonly secrets: Secrets;
  readonly revisions: ReadonlyMap<Side, Revision>;
  readonly seed: number | undefined;
  readonly resume: Resumed | null;
  readonly budget: number;
  readonly ruleFor: (benchmark: PlannedBenchmark, planned: PlannedCase) => StoppingRule;
  readonly caseDone: (done: CaseDone, runId: string) => Promise<void>;
  readonly onEvent: (event: MeasureEvent) => void;
  readonly onStart?: (runId: string) => void;
}

/**
 * Waits for the turn of this process on the machine, measures and gives the id of the run. Whatever happens, the
 * run's record says how it ended.
 */
export function executeRun(context: Context, bench: Bench, order: RunOrder): Promise<string> {
  return bench.queue.inTurn(() => executeInTurn(context, bench, order));
}

async function executeInTurn(context: Context, bench: Bench, order: RunOrder): Promise<string> {
  const { store, project } = bench;
  const host = hostRecord(context, project);
  host.catch(() => {}); // `recorded` tells of it
  const sides = await sidesOf(bench, order);
  const readResults = await resultReader(order.plan);
  const seed = order.resume?.seed ?? order.seed ?? randomInt(2 ** 32 - 1);
  const runId = order.resume?.id ?? newRunId(new Date());
  // Reading the environment takes as long as a container to start, so neither waits for the other.
  const recorded = record(bench, { runId, seed, order, host });
  recorded.catch(() => {}); // nor is it forgotten: nothing is measured before
  const finish = (status: 'completed' | 'interrupted' | 'failed', timings: RunTimings | null) =>
    endRun(store, runId, { status, finishedAt: new Date().toISOString(), timings });
  const floors = startFloors(sides, { store, runId, signal: context.signal });
  try {
    const timings = await measurePlan({
      ...project,
      store,
      plan: order.plan,
      runId,
      seed,
      sides,
      secrets: order.secrets,
      readResults,
      recorded,
      signal: context.signal,
      ruleFor: order.ruleFor,
      doubts: (about, metric, samples) => [
        ...sampleDoubts(about, metric, samples),
        ...caseDoubts(about, metric, floors.of(about.side)),
        ...(bench.queue.shared && metric.name === 'wall' ? [SHARED_MACHINE] : []),
      ],
      containersStarted: (containers) => addContainers(store, runId, containers),
      sampled: () => floors.find(),
      caseDone: (done) => order.caseDone(done, runId),
      onEvent: order.onEvent,
    });
    await finish('completed', timings);
  } catch (error) {
    await recorded;
    const interrupted = context.signal.aborted;
    await finish(interrupted ? 'interrupted' : 'failed', null).catch(() => {});
    if (!interrupted) throw error;
    throw new AssayError('interrupted', `run ${runId} was interrupted; its samples are kept`, {
      hint:
        order.kind === 'calibrate'
          ? 'a calibration is taken in one go: measure it anew'
          : `go on with it: assay run --resume ${runId}`,
      cause: error,
    });
  }
  return runId;
}

interface NewRun {
  readonly runId: string;
  readonly seed: number;
  readonly order: RunOrder;
  readonly host: Promise<EnvironmentRecord>;
}

/** Puts a run on record, or takes up one that is: whatever is executed for it afterwards belongs to this process. */
async function record(bench: Bench, { runId, seed, order, host }: NewRun): Promise<void> {
  const records = await recordsOf(bench, order, await host);
  checkSameEnvironment(order, records.environment);
  if (order.resume) await takeUp(bench.store, order.resume);
  else await recordRun(bench.store, { runId, seed, order, ...records });
  // Whatever is started from here on, git and builds included, can be found should this process be killed.
  process.env[RUN_VARIABLE] = runId;
  order.onStart?.(runId);
}

async function takeUp(store: Store, { id, status }: Resumed): Promise<void> {
  if (await claimRun(store, id, { status, owner: null }, currentOwner())) return;
  throw new AssayError('usage', `run ${id} is being measured by another process`, { hint: 'wait for it' });
}

/** Only what is judged is doubted: nobody decides on the others. */
function sampleDoubts({ benchmark }: MeasuredSide, metric: Metric, samples: readonly number[]): Warning[] {
  const judged = benchmark.metrics.find(({ name }) => name === metric.name);
  if (!judged || samples.length === 0) return [];
  const { unit, direction } = metric;
  return doubts(samples, { unit, direction, tolerance: judged.tolerance, warmup: benchmark.warmup });
}

/** Doubts about the executions themselves are told once, with the time they took. */
function caseDoubts(
  { case: planned, side, wallS, observed }: MeasuredSide,
  metric: Metric,
  floor: StartFloor,
): Warning[] {
  return metric.name === 'wall' && wallS.length > 0
    ? executionDoubts(planned.command, median(wallS), floor, observed, side)
    : [];
}

async function sidesOf(bench: Bench, { plan, revisions }: RunOrder): Promise<Map<Side, MeasuredAt>> {
  const sides = new Map<Side, MeasuredAt>();
  for (const [side, revision] of revisions) {
    sides.set(side, { revision, site: await bench.siteOf(environmentOf(plan, side)) });
  }
  return sides;
}

interface Records {
  /** Of the candidate, and so of the run. */
  readonly environment: EnvironmentRecord;
  /** Of the baseline, where it is another. */
  readonly elsewhere: EnvironmentRecord | null;
  /** Id of this host as plain processes have it. */
  readonly hostId: string;
}

async function recordsOf(bench: Bench, order: RunOrder, host: EnvironmentRecord): Promise<Records> {
  const recordOf = async (side: Side): Promise<EnvironmentRecord> => {
    const environment = order.recordedAs?.get(side) ?? environmentOf(order.plan, side);
    return (await bench.siteOf(environment)).describe(host);
  };
  const environment = await recordOf('candidate');
  const baseline = order.revisions.has('baseline') ? await recordOf('baseline') : environment;
  return { environment, elsewhere: baseline.id === environment.id ? null : baseline, hostId: host.id };
}

function checkSameEnvironment({ resume }: RunOrder, environment: EnvironmentRecord): void {
  if (!resume || resume.environmentId === environment.id) return;
  throw new AssayError(
    'inconclusive',
    `run ${resume.id} began in environment ${resume.environmentId}; this is ${environment.id}`,
    {
      hint: `samples of the two are not comparable; see what differs: assay env diff ${resume.environmentId} ${environment.id}`,
    },
  );
}

interface NewRecord extends Records {
  readonly runId: string;
  readonly seed: number;
  readonly order: RunOrder;
}

async function recordRun(store: Store, record: NewRecord): Promise<void> {
  const { runId, seed, order, environment, elsewhere, hostId } = record;
  await saveEnvironment(store, environment);
  if (elsewhere) await saveEnvironment(store, elsewhere);
  await createRun(store, {
    id: runId,
    kind: order.kind,
    startedAt: new Date().toISOString(),
    design: order.kind === 'run' ? null : 'interleaved',
    seed,
    settings: { falseAlarmBudget: order.budget, confidence: 1 - order.budget },
    plan: order.plan,
    environmentId: environment.id,
    conditions: environment.conditions,
    execution: {
      ...environment.execution,
      ...chosenPlace(order.plan),
      overhead: overheadIn(store, environment.id, hostId),
    },
    version: VERSION,
    owner: currentOwner(),
    candidate: order.revisions.get('candidate')!,
    baseline: order.revisions.get('baseline') ?? null,
    baselineEnvironmentId: elsewhere?.id ?? null,
  });
}

/** Said with every run that had a choice: what was used, and why. */
function chosenPlace({ place }: Plan): { readonly environment?: string; readonly why?: string } {
  return place === undefined ? {} : { environment: place.environment.name, why: place.why };
}
