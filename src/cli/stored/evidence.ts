import type { Plan, PlannedBenchmark, PlannedCase } from '../../config/plan.ts';
import { digest } from '../../core/canonical.ts';
import { caseKey } from '../../core/case.ts';
import { type CommitRun, loadCommitRuns } from '../../store/commit-runs.ts';
import { loadMeasurements } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import type { MeasurementRecord, RunRecord } from '../../store/records.ts';
import { isSamePlan } from './same-plan.ts';

/** What the store knows of a commit for a plan, in one environment. */
export type CommitEvidence =
  /** Every judged metric of every case was measured. */
  | { readonly kind: 'measured'; readonly runs: readonly string[] }
  /** A run of it ended with a failure: of its build, or of a benchmark. */
  | {
      readonly kind: 'failed';
      readonly runs: readonly string[];
      readonly reason: string;
      /** `false`: it could not even be built. */
      readonly built: boolean;
    }
  /** A run of this very plan was interrupted and can go on. */
  | { readonly kind: 'interrupted'; readonly run: RunRecord }
  /** Another process is measuring it. */
  | { readonly kind: 'running'; readonly run: RunRecord }
  | { readonly kind: 'none' };

/** Number of samples, time and tolerance may differ between runs: what is measured may not. */
export async function evidenceOf(
  store: Store,
  commit: string,
  environmentId: string,
  plan: Plan,
): Promise<CommitEvidence> {
  const wanted = workloadsOf(plan);
  const found = await loadCommitRuns(store, commit, environmentId);
  const measured = new Set<string>();
  const failed = new Map<string, Failure>();
  const runs: string[] = [];
  for (const each of found) {
    if (each.run.status === 'running' || each.run.plan === null) continue;
    const own = [...workloadsOf(each.run.plan as Plan)].filter(([key]) => wanted.has(key));
    const sealed = await sealedOf(store, each, new Map(own));
    if (sealed.measured.length + sealed.failed.size > 0) runs.push(each.run.id);
    for (const key of sealed.measured) measured.add(key);
    for (const [key, reason] of sealed.failed)
      failed.set(key, { reason, built: each.run.status !== 'failed' });
  }
  const missing = [...wanted.keys()].filter((key) => !measured.has(key));
  if (missing.length === 0) return { kind: 'measured', runs };
  const active = found.findLast(({ run }) => run.status === 'running' && run.kind === 'run');
  if (active) return { kind: 'running', run: active.run };
  const open = found.findLast(({ run }) => isInterrupted(run, plan));
  if (open) return { kind: 'interrupted', run: open.run };
  const failures = missing.map((key) => failed.get(key));
  if (failures.every((each) => each !== undefined)) return { kind: 'failed', runs, ...failures[0]! };
  return { kind: 'none' };
}

interface Failure {
  readonly reason: string;
  readonly built: boolean;
}

function isInterrupted(run: RunRecord, plan: Plan): boolean {
  return run.kind === 'run' && run.status === 'interrupted' && isSamePlan(run.plan, plan);
}

/** A digest of what is executed: runs in which it differs are of different things, whatever their names. */
export function workloadOf(
  { name, build, output, ignoreExitCode }: PlannedBenchmark,
  planned: PlannedCase,
): string {
  return digest([name, build, output, ignoreExitCode, planned]);
}

/** The cases of a plan by what is executed and which metrics are judged. */
function workloadsOf(plan: Plan): Map<string, { benchmark: PlannedBenchmark; planned: PlannedCase }> {
  return new Map(
    plan.benchmarks.flatMap((benchmark) =>
      benchmark.cases.map((planned) => {
        const metrics = benchmark.metrics.map((metric) => metric.name).sort();
        return [digest([workloadOf(benchmark, planned), metrics]), { benchmark, planned }] as const;
      }),
    ),
  );
}

interface Sealed {
  readonly measured: readonly string[];
  readonly failed: ReadonlyMap<string, string>;
}

/** Which of these workloads a run settled. In a comparison one side may only fail because the other did. */
async function sealedOf(
  store: Store,
  { run, side }: CommitRun,
  own: ReturnType<typeof workloadsOf>,
): Promise<Sealed> {
  const measurements = own.size === 0 ? [] : await loadMeasurements(store, run.id);
  const measured: string[] = [];
  const failed = new Map<string, string>();
  for (const [key, { benchmark, planned }] of own) {
    const these = measurements.filter((each) => isOf(each, side, benchmark, planned));
    const judged = these.filter((each) => each.judged && each.status !== 'unavailable');
    if (judged.length === 0 || judged.some((each) => each.digest === null)) continue;
    const failure = judged.find((each) => each.status === 'failed');
    if (!failure) measured.push(key);
    else if (run.kind === 'run') failed.set(key, failure.reason ?? 'failed');
  }
  return { measured, failed };
}

function isOf(
  each: MeasurementRecord,
  side: string,
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): boolean {
  return (
    each.side === side && each.benchmark === benchmark.name && caseKey(each.case) === caseKey(planned.params)
  );
}
