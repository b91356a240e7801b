import { loadConfig } from '../../config/load.ts';
import type { Plan, PlannedBenchmark } from '../../config/plan.ts';
import { planOf } from '../../config/plan-of.ts';
import { secretUses } from '../../config/secrets.ts';
import { AssayError } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import type { StoppingRule } from '../../measure/measure-case.ts';
import { environmentOf } from '../../measure/site.ts';
import { resolveSecrets, type Secrets } from '../../platform/secret.ts';
import { relativePrecision } from '../../stats/median-interval.ts';
import type { RunRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';
import type { Context } from '../context.ts';
import { type Bench, executeRun, openBench } from '../project/measuring.ts';
import { placeOf } from '../project/place.ts';
import { resolveRevision } from '../project/revisions.ts';
import { overridesOf } from '../project/settings.ts';
import type { RunFlags } from '../run.ts';
import { startProgress } from '../terminal/progress.ts';
import { printRun } from './output.ts';

/** Measures one commit, or goes on with an interrupted run, and prints what was found. */
export async function measureCommit(
  context: Context,
  benchmarks: readonly string[],
  flags: RunFlags,
): Promise<void> {
  await using bench = await openBench(context, 'run', flags);
  const runId = flags.resume
    ? await resume(context, bench, flags.resume)
    : await start(context, bench, benchmarks, flags);
  if (!flags.report) return;
  const { reportToo } = await import('../report/too.ts');
  await reportToo(context, bench, runId);
}

async function start(
  context: Context,
  bench: Bench,
  benchmarks: readonly string[],
  flags: RunFlags,
): Promise<string> {
  const { project, store } = bench;
  const config = await loadConfig(project.configPath);
  const plan = planOf(config, {
    ...{ benchmarks, overrides: overridesOf(flags) },
    ...(await placeOf(config, flags)),
  });
  // An engine takes longer to answer than git: it is asked first. What it refuses, `measure` says.
  bench.siteOf(environmentOf(plan, 'candidate')).catch(() => {});
  const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
  const revision = await resolveRevision(project, store, flags.commit);
  return measure(context, bench, { plan, secrets, revision, seed: flags.seed, resume: null });
}

async function resume(context: Context, bench: Bench, id: string): Promise<string> {
  const run = await loadRun(bench.store, id);
  if (run.status === 'completed' || run.kind === 'import') {
    throw new AssayError('usage', `run ${run.id} is complete`, { hint: `see it: assay show ${run.id}` });
  }
  if (run.status === 'running') {
    throw new AssayError('usage', `run ${run.id} is being measured by another process`, {
      hint: 'wait for it',
    });
  }
  if (run.kind === 'calibrate') {
    throw new AssayError('usage', `run ${run.id} is a calibration, which is taken in one go`, {
      hint: 'measure it anew: assay calibrate',
    });
  }
  const config = await loadConfig(bench.project.configPath);
  const plan = run.plan as Plan;
  const secrets = await resolveSecrets(secretUses(config, plan), config.directory);
  const order = { plan, secrets, seed: undefined, resume: run };
  if (run.kind === 'run') return measure(context, bench, { ...order, revision: run.candidate });
  const { measureComparison } = await import('../compare/run.ts');
  const { printComparison } = await import('../compare/output.ts');
  const sides = { candidate: run.candidate, baseline: run.baseline! };
  // What was begun across environments was allowed to be.
  await measureComparison(context, bench, { ...order, ...sides, mayCross: true });
  await printComparison(context, bench.store, run.id);
  return run.id;
}

interface Order {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly revision: Revision;
  readonly seed: number | undefined;
  readonly resume: RunRecord | null;
}

async function measure(context: Context, bench: Bench, order: Order): Promise<string> {
  const progress = await startProgress(context);
  let runId: string;
  try {
    runId = await executeRun(context, bench, {
      ...order,
      kind: 'run',
      revisions: new Map([['candidate', order.revision]]),
      budget: order.plan.falseAlarmBudget,
      ruleFor: precisionRule,
      caseDone: async () => {},
      onEvent: progress.onEvent,
    });
  } finally {
    progress.done();
  }
  await printRun(context, bench.store, runId);
  return runId;
}

/** A run without a comparison ends when the median is known this well, relative to itself. */
const PRECISION = 0.01;
/** For the interval of the median that decides when to stop. */
const PRECISION_CONFIDENCE = 0.95;
const DEFAULT_SAMPLES = { min: 10, max: 200 };
const DEFAULT_TIME_S = 10;

/**
 * Samples until every judged metric's median is known to ±1 %, or the budget is used up. This describes one
 * commit; no verdict rests on it, so stopping by precision needs no correction.
 */
export function precisionRule(benchmark: PlannedBenchmark): StoppingRule {
  const { min, max } = benchmark.samples ?? DEFAULT_SAMPLES;
  return {
    minBlocks: min,
    maxBlocks: max,
    timeS: benchmark.timeS ?? (benchmark.samples === null ? DEFAULT_TIME_S : Number.POSITIVE_INFINITY),
    settled: (series, blocks) =>
      blocks >= min &&
      benchmark.metrics.every(({ name }) => {
        const samples = series.samples('candidate', name);
        const precision = samples.length === 0 ? 0 : relativePrecision(samples, PRECISION_CONFIDENCE);
        return precision !== null && precision <= PRECISION;
      }),
  };
}
