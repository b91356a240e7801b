import type { Plan, PlannedBenchmark, PlannedEnvironment } from '../../config/plan.ts';
import type { Calibration, CalibrationRow } from '../../core/calibration.ts';
import { caseKey } from '../../core/case.ts';
import type { Revision, Side } from '../../core/measurement.ts';
import { BUILTIN_METRICS } from '../../core/metric.ts';
import { benchmarkOf, type Probe, probeOf } from '../../environment/calibration/probes.ts';
import type { StoppingRule } from '../../measure/measure-case.ts';
import type { CaseDone } from '../../measure/measure-plan.ts';
import type { Secrets } from '../../platform/secret.ts';
import { summarize } from '../../stats/descriptive.ts';
import { effectOf } from '../../stats/effect.ts';
import { pairedEstimate } from '../../stats/paired.ts';
import { minimumBlocks } from '../../stats/signed-rank.ts';
import { saveCalibration } from '../../store/calibrations.ts';
import { saveComparison } from '../../store/comparisons.ts';
import { declareMeasurement, loadMeasurements } from '../../store/measurements.ts';
import type { MeasurementRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';
import type { Context } from '../context.ts';
import { type Bench, executeRun } from '../project/measuring.ts';
import { workloadOf } from '../stored/evidence.ts';
import { startProgress } from '../terminal/progress.ts';
import type { PlannedProbes } from './plan.ts';

export interface CalibrationOrder {
  /** With the baseline in `basePlace` and the candidate in `place`, both as the probes need them. */
  readonly plan: Plan;
  readonly secrets: Secrets;
  /** The two environments as they are named, baseline first. */
  readonly environments: readonly [PlannedEnvironment, PlannedEnvironment];
  /** On both sides. */
  readonly revision: Revision;
  /** What cannot be probed. */
  readonly left: PlannedProbes['left'];
  /** Of each case of a probe. */
  readonly blocks: number;
  /** Of each case of a benchmark, as far as the time allows. */
  readonly blocksOfBenchmark: number;
  /** For each case, in seconds; `null`: for probes all blocks, for benchmarks {@link DEFAULT_TIME_S}. */
  readonly timeS: number | null;
  readonly seed: number | undefined;
}

/** A benchmark of the project may take long; what blocks fit into this are enough for an interval. */
const DEFAULT_TIME_S = 60;

/**
 * Measures both environments in turn, in blocks of random order, and keeps what the first makes of the second.
 * The number of blocks is fixed beforehand or ends by the time used, which does not depend on which side an
 * execution belongs to: under no effect the signs stay fair, so the intervals hold.
 */
export async function measureCalibration(
  context: Context,
  bench: Bench,
  order: CalibrationOrder,
): Promise<Calibration> {
  const { plan, environments } = order;
  const alpha = plan.falseAlarmBudget / countIntervals(plan);
  const rows: CalibrationRow[] = [];
  const progress = await startProgress(context);
  let runId: string;
  try {
    runId = await executeRun(context, bench, {
      ...{ kind: 'calibrate', plan, secrets: order.secrets, seed: order.seed, resume: null },
      budget: plan.falseAlarmBudget,
      revisions: new Map<Side, Revision>([
        ['baseline', { ...order.revision, label: environments[0].name }],
        ['candidate', { ...order.revision, label: environments[1].name }],
      ]),
      recordedAs: new Map<Side, PlannedEnvironment>([
        ['baseline', environments[0]],
        ['candidate', environments[1]],
      ]),
      ruleFor: ({ name }) => ruleOf(order, probeOf(name) !== null, alpha),
      caseDone: async (done, run) => {
        rows.push(...(await concludeCase(bench, done, run, alpha)));
      },
      onEvent: progress.onEvent,
    });
  } finally {
    progress.done();
  }
  for (const each of order.left) rows.push(...(await unavailableRows(bench, runId, each)));
  const run = await loadRun(bench.store, runId);
  const calibration: Calibration = {
    runId,
    measuredAt: run.startedAt,
    baseline: { name: environments[0].name, id: run.baselineEnvironmentId ?? run.environmentId },
    candidate: { name: environments[1].name, id: run.environmentId },
    ...{ budget: plan.falseAlarmBudget, alpha },
    rows,
  };
  saveCalibration(bench.store, calibration);
  return calibration;
}

function ruleOf(order: CalibrationOrder, isProbe: boolean, alpha: number): StoppingRule {
  const maxBlocks = isProbe ? order.blocks : order.blocksOfBenchmark;
  return {
    minBlocks: Math.min(maxBlocks, minimumBlocks(alpha)),
    maxBlocks,
    timeS: order.timeS ?? (isProbe ? Number.POSITIVE_INFINITY : DEFAULT_TIME_S),
    settled: () => false,
  };
}

/** Every row has a ratio; what is told as an amount has an interval of that besides. */
function countIntervals({ benchmarks }: Plan): number {
  return benchmarks.reduce((sum, { name, cases, metrics }) => {
    const amounts = probeOf(name)?.metrics.filter(({ asAmount }) => asAmount).length ?? 0;
    return sum + cases.length * (metrics.length + amounts);
  }, 0);
}

async function concludeCase(
  bench: Bench,
  done: CaseDone,
  runId: string,
  alpha: number,
): Promise<CalibrationRow[]> {
  const key = caseKey(done.case.params);
  const measurements = (await loadMeasurements(bench.store, runId)).filter(
    (each) => each.benchmark === done.benchmark.name && caseKey(each.case) === key,
  );
  const rows: CalibrationRow[] = [];
  for (const { name } of done.benchmark.metrics) {
    const find = (side: Side) => measurements.find((each) => each.side === side && each.metric === name);
    const [baseline, candidate] = [find('baseline'), find('candidate')];
    if (!baseline || !candidate) continue;
    rows.push(await concludeMetric(bench, done, { alpha, baseline, candidate }));
  }
  return rows;
}

interface Measured {
  readonly alpha: number;
  readonly baseline: MeasurementRecord;
  readonly candidate: MeasurementRecord;
}

async function concludeMetric(
  { store }: Bench,
  { benchmark, case: planned, series, failures }: CaseDone,
  { alpha, baseline, candidate }: Measured,
): Promise<CalibrationRow> {
  const { metric, unit, direction } = candidate;
  const probe = probeOf(benchmark.name);
  const asAmount = probe?.metrics.some((each) => each.name === metric && each.asAmount) ?? false;
  const missing = [baseline, candidate].find(({ status }) => status !== 'measured');
  const pairs = missing || failures.size > 0 ? { baseline: [], candidate: [] } : series.pairs(metric);
  const sides = { baseline: summarize(pairs.baseline), candidate: summarize(pairs.candidate) };
  const effect = effectOf(pairs.baseline, pairs.candidate, { alpha, direction, unit, asAmount });
  const estimate = pairedEstimate(pairs.baseline, pairs.candidate, { tolerance: 0, alpha, direction, unit });
  // Stored as a comparison too, so that it can be derived again from its samples like any other.
  await saveComparison(store, {
    ...{ benchmark: benchmark.name, case: planned.params, subject: null, metric, unit, direction },
    ...sides,
    ...estimate,
    reasons: failures.size > 0 ? [reasonOf(failures)] : estimate.ratio === null ? estimate.reasons : [],
    ...{ runId: candidate.runId, baselineMeasurement: baseline.id, candidateMeasurement: candidate.id },
    ...{ tolerance: 0, alpha, alphaAtLook: alpha, blocks: effect.blocks },
  });
  return {
    ...subjectOf(benchmark, probe),
    ...{ case: planned.params, metric, unit, direction },
    workload: probe ? null : workloadOf(benchmark, planned),
    status: failures.size > 0 ? 'failed' : (missing?.status ?? 'measured'),
    reason: failures.size > 0 ? reasonOf(failures) : (missing?.reason ?? null),
    baselineMedian: sides.baseline?.median ?? null,
    candidateMedian: sides.candidate?.median ?? null,
    ...effect,
    measurements: [baseline.id, candidate.id],
  };
}

function subjectOf({ name, work }: PlannedBenchmark, probe: Probe | null) {
  return { benchmark: name, work: probe ? probe.work : (work ?? null) };
}

function reasonOf(failures: ReadonlyMap<Side, string>): string {
  return [...failures].map(([side, reason]) => `the ${side} failed: ${reason}`).join('; ');
}

/** One row for each metric that would have been there, with its measurements: they say why there is a gap. */
async function unavailableRows(
  { store }: Bench,
  runId: string,
  { probe, case: params, reason }: PlannedProbes['left'][number],
): Promise<CalibrationRow[]> {
  const rows: CalibrationRow[] = [];
  for (const { name } of probe.metrics) {
    const metric = BUILTIN_METRICS[name];
    const of = { benchmark: benchmarkOf(probe), case: params };
    const declare = (side: Side) =>
      declareMeasurement(store, {
        ...{ ...of, runId, side, subject: null, metric, status: 'unavailable', reason },
        ...{ judged: true, tolerance: 0, command: `assay-probes ${probe.name}` },
      });
    const measurements = [await declare('baseline'), await declare('candidate')] as const;
    const { unit, direction } = metric;
    const nothing = { ratio: null, interval: [null, null], minimumDetectable: null } as const;
    await saveComparison(store, {
      ...{ ...of, ...nothing, runId, subject: null, metric: name, unit, direction, blocks: 0 },
      ...{ baseline: null, candidate: null, verdict: 'inconclusive', reasons: [`unavailable: ${reason}`] },
      ...{ baselineMeasurement: measurements[0], candidateMeasurement: measurements[1] },
      ...{ tolerance: 0, alpha: 0, alphaAtLook: 0 },
    });
    rows.push({
      ...{ ...of, ...nothing, metric: name, unit, direction, work: probe.work, workload: null },
      ...{ status: 'unavailable', reason, baselineMedian: null, candidateMedian: null },
      ...{ difference: null, finding: 'undecided', blocks: 0, measurements },
    });
  }
  return rows;
}
