import type { Plan, PlannedBenchmark, PlannedCase } from '../../config/plan.ts';
import { caseKey } from '../../core/case.ts';
import type { Comparison, Estimate, Judgement } from '../../core/comparison.ts';
import type { Revision, Side } from '../../core/measurement.ts';
import { formatChange } from '../../core/unit.ts';
import { type BudgetShares, shareBudget } from '../../judge/budget.ts';
import {
  type Conclude,
  type Decision,
  type SequentialCase,
  sequentialCase,
} from '../../judge/interleaved.ts';
import type { StoppingRule } from '../../measure/measure-case.ts';
import type { CaseDone } from '../../measure/measure-plan.ts';
import type { CaseSeries } from '../../measure/series.ts';
import type { Secrets } from '../../platform/secret.ts';
import { summarize } from '../../stats/descriptive.ts';
import { lookSchedule } from '../../stats/looks.ts';
import { pairedEstimate } from '../../stats/paired.ts';
import { saveComparison } from '../../store/comparisons.ts';
import { loadMeasurements } from '../../store/measurements.ts';
import type { MeasurementRecord, RunRecord } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { benchFor } from '../project/here.ts';
import { type Bench, executeRun } from '../project/measuring.ts';
import { type CaseForecast, startProgress } from '../terminal/progress.ts';
import { type Across, acrossIn, adjustmentText, CALIBRATION_SHARE } from './across.ts';

export interface ComparisonOrder {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly baseline: Revision;
  readonly candidate: Revision;
  readonly seed: number | undefined;
  readonly resume: RunRecord | null;
  /** Whether sides in different environments are compared through a calibration; else they are refused. */
  readonly mayCross?: boolean;
  /** When a case ends, where it shall not end as soon as it is settled. */
  readonly ruleFor?: (benchmark: PlannedBenchmark) => StoppingRule;
}

/** Blocks of a case when neither the configuration nor a flag says how many. */
const DEFAULT_BLOCKS = { min: 10, max: 400 };
/** Time for a case when nothing says how much, in seconds. */
export const DEFAULT_TIME_S = 30;
/** With a time budget alone, sampling goes on until it is used up: this many blocks are out of reach in practice. */
const BLOCKS_WITHIN_TIME = 10_000;

/** Measures both sides interleaved, decides each case as it ends, and gives the id of the run. */
export async function measureComparison(
  context: Context,
  opened: Bench,
  order: ComparisonOrder,
): Promise<string> {
  const bench = await benchFor(opened, order.plan);
  const shares = sharesOf(bench, order.plan);
  const across = await acrossIn(context, bench, { ...order, shares });
  // What the calibration may spend, what is measured may not.
  const part = across ? 1 - CALIBRATION_SHARE : 1;
  const tests = new Map<CaseSeries, SequentialCase | null>();
  const testOf = (
    benchmark: PlannedBenchmark,
    planned: PlannedCase,
    series: CaseSeries,
  ): SequentialCase | null => {
    if (!tests.has(series)) {
      const conclude: Conclude | undefined = across
        ? (metric, measured, look) =>
            across.conclude({ benchmark: benchmark.name, case: planned, metric }, measured, look)
        : undefined;
      tests.set(series, planTest(bench, benchmark, { shares, part, series, conclude }));
    }
    return tests.get(series)!;
  };
  const progress = await startProgress(context, forecastOf(shares, order.plan));
  try {
    return await executeRun(context, bench, {
      ...order,
      kind: 'compare',
      revisions: new Map<Side, Revision>([
        ['baseline', order.baseline],
        ['candidate', order.candidate],
      ]),
      budget: shares.total,
      ruleFor: (benchmark, planned) => {
        if (order.ruleFor) return order.ruleFor(benchmark);
        const { min, max } = blocksOf(benchmark);
        return {
          minBlocks: benchmark.samples ? min : Math.max(min, minFinalBlocks(bench, benchmark, shares, part)),
          maxBlocks: max,
          timeS: benchmark.timeS ?? (benchmark.samples === null ? DEFAULT_TIME_S : Number.POSITIVE_INFINITY),
          settled: (series, blocks) =>
            testOf(benchmark, planned, series)?.settledAt(blocks, (metric) => series.pairs(metric)) ?? false,
        };
      },
      caseDone: (done, runId) =>
        decideCase(bench, across, shares, testOf(done.benchmark, done.case, done.series), done, runId),
      onEvent: progress.onEvent,
    });
  } finally {
    progress.done();
  }
}

/** The budget of a plan, shared over what can be compared here. */
export function sharesOf(bench: Bench, plan: Plan): BudgetShares {
  return shareBudget(plan, (metric) => !bench.unavailable.has(metric));
}

export function blocksOf(benchmark: PlannedBenchmark): { min: number; max: number } {
  if (benchmark.samples) return benchmark.samples;
  return benchmark.timeS === null ? DEFAULT_BLOCKS : { min: DEFAULT_BLOCKS.min, max: BLOCKS_WITHIN_TIME };
}

/** The fewest blocks with which the final look can decide: known before the first sample. */
function minFinalBlocks(
  bench: Bench,
  benchmark: PlannedBenchmark,
  shares: BudgetShares,
  part: number,
): number {
  const available = benchmark.metrics.filter(({ name }) => !bench.unavailable.has(name));
  if (available.length === 0) return 0;
  const smallest = part * Math.min(...available.map(({ name }) => shares.alphaOf(benchmark.name, name)));
  const { min, max } = blocksOf(benchmark);
  return lookSchedule(smallest, min, max).minFinalBlocks;
}

interface TestOrder {
  readonly shares: BudgetShares;
  /** Of each share, what the samples may spend. */
  readonly part: number;
  readonly series: CaseSeries;
  readonly conclude: Conclude | undefined;
}

/** Asked for when all sides were sampled or have failed, so that every judged metric is known. */
function planTest(
  bench: Bench,
  benchmark: PlannedBenchmark,
  { shares, part, series, conclude }: TestOrder,
): SequentialCase | null {
  const judgements = new Map<string, Judgement>();
  for (const { name, tolerance } of benchmark.metrics) {
    if (bench.unavailable.has(name) || isMissing(series, name)) continue;
    const { unit, direction } = series.metric(name)!;
    const alpha = part * shares.alphaOf(benchmark.name, name);
    judgements.set(name, { tolerance, alpha, direction, unit });
  }
  const { min, max } = blocksOf(benchmark);
  return judgements.size === 0 ? null : sequentialCase(judgements, min, max, conclude);
}

/** Only where it is measured does it show that a container cannot measure something. */
function isMissing(series: CaseSeries, metric: string): boolean {
  return series.samples('baseline', metric).length === 0 || series.samples('candidate', metric).length === 0;
}

/** Decides and stores the comparisons of one case. */
async function decideCase(
  bench: Bench,
  adjuster: Across | null,
  shares: BudgetShares,
  test: SequentialCase | null,
  done: CaseDone,
  runId: string,
): Promise<void> {
  const pairsOf = (metric: string) => done.series.pairs(metric);
  const decisions = test && done.failures.size === 0 ? test.decide(pairsOf) : new Map<string, Decision>();
  const key = caseKey(done.case.params);
  const measurements = (await loadMeasurements(bench.store, runId)).filter(
    (each) => each.benchmark === done.benchmark.name && caseKey(each.case) === key,
  );
  const find = (side: Side, metric: string): MeasurementRecord =>
    measurements.find((each) => each.side === side && each.metric === metric)!;
  for (const { name, tolerance } of done.benchmark.metrics) {
    const decision = decisions.get(name);
    const unavailable =
      bench.unavailable.get(name) ?? reasonOf(find('baseline', name), find('candidate', name));
    const alpha = unavailable === undefined ? shares.alphaOf(done.benchmark.name, name) : 0;
    const pairs = pairsOf(name);
    const across =
      decision &&
      adjuster?.adjustment(
        { benchmark: done.benchmark.name, case: done.case, metric: name },
        decision.measured,
      );
    const comparison: Comparison = {
      benchmark: done.benchmark.name,
      case: done.case.params,
      subject: null,
      metric: name,
      unit: done.series.metric(name)!.unit,
      direction: done.series.metric(name)!.direction,
      baseline: summarize(pairs.baseline),
      candidate: summarize(pairs.candidate),
      ...(decision?.estimate ?? undecided(done, unavailable)),
      ...(across && { reasons: [...decision.estimate.reasons, adjustmentText(across)] }),
    };
    await saveComparison(bench.store, {
      ...comparison,
      runId,
      baselineMeasurement: find('baseline', name).id,
      candidateMeasurement: find('candidate', name).id,
      tolerance,
      alpha,
      alphaAtLook: decision?.alphaAtLook ?? 0,
      blocks: decision?.blocks ?? pairs.baseline.length,
      ...(across && { across }),
    });
  }
}

function reasonOf(...sides: readonly MeasurementRecord[]): string | undefined {
  return sides.find(({ status }) => status === 'unavailable')?.reason ?? undefined;
}

/** Missing evidence never passes: whatever kept a comparison from being made, it is inconclusive. */
function undecided(done: CaseDone, unavailable: string | undefined): Estimate {
  const failed = [...done.failures].map(([side, reason]) => `the ${side} failed: ${reason}`);
  const reasons = unavailable === undefined ? failed : [`unavailable here: ${unavailable}`];
  return { ratio: null, interval: [null, null], minimumDetectable: null, verdict: 'inconclusive', reasons };
}

/** Half of a comparison's share is for the final look: what the interval would be if sampling ended now. */
function forecastOf(shares: BudgetShares, plan: Plan): CaseForecast {
  return (event) => {
    const metric = plan.benchmarks.find(({ name }) => name === event.benchmark)!.metrics[0]!;
    const pairs = event.series.pairs(metric.name);
    if (pairs.baseline.length < DEFAULT_BLOCKS.min) return '';
    const { unit, direction } = event.series.metric(metric.name)!;
    const alpha = shares.alphaOf(event.benchmark, metric.name) / 2;
    const { ratio, interval } = pairedEstimate(pairs.baseline, pairs.candidate, {
      tolerance: metric.tolerance,
      alpha,
      direction,
      unit,
    });
    const [low, high] = interval;
    return `change ${formatChange(ratio)}${low === null || high === null ? '' : ` [${formatChange(low)}, ${formatChange(high)}]`}`;
  };
}
