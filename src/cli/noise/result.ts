import type { Plan, PlannedBenchmark, PlannedCase } from '../../config/plan.ts';
import { caseKey } from '../../core/case.ts';
import type { Judgement } from '../../core/comparison.ts';
import { seededRandom } from '../../core/random.ts';
import { type BudgetShares, shareBudget } from '../../judge/budget.ts';
import type { Pairs } from '../../judge/interleaved.ts';
import { type CaseForecast, forecast } from '../../judge/noise.ts';
import { loadSides } from '../../judge/sides.ts';
import { median } from '../../stats/descriptive.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { runNoise } from '../../stats/run-noise.ts';
import { loadComparisons } from '../../store/comparisons.ts';
import { loadExecutions, loadMeasurement } from '../../store/measurements.ts';
import { saveNoise } from '../../store/noise.ts';
import type { Store } from '../../store/open.ts';
import type { ComparisonRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';
import { blocksOf, DEFAULT_TIME_S } from '../compare/run.ts';
import type { Bench } from '../project/measuring.ts';
import type { NoiseResult } from '../schemas/noise.ts';

type Series = NoiseResult['series'][number];

/** A false alarm of 1 % shows as 2 ± 1.4 of these; each takes about a millisecond a comparison. */
const TRIALS = 200;

/** What the A/A comparisons say, series by series. */
export async function noiseResult(bench: Bench, plan: Plan, runs: readonly string[]): Promise<NoiseResult> {
  const { store } = bench;
  const first = await loadRun(store, runs[0]!);
  const shares = shareBudget(plan, (metric) => !bench.unavailable.has(metric));
  const random = seededRandom(first.seed);
  const alarms = new Array<boolean>(TRIALS).fill(false);
  const series: Series[] = [];
  for (const benchmark of plan.benchmarks) {
    for (const planned of benchmark.cases) {
      const found = await samplesOf(store, runs, benchmark, planned);
      if (found.size === 0) continue;
      const budget = await budgetOf(store, runs, { benchmark, planned, shares, found });
      const pooled = new Map(
        [...found].map(([metric, own]) => [metric, joined(own.map(({ pairs }) => pairs))]),
      );
      const forecasted = forecast(pooled, budget, TRIALS, random);
      forecasted.alarms.forEach((alarm, i) => {
        alarms[i] ||= alarm;
      });
      for (const [metric, own] of found) series.push(seriesOf(own, metric, forecasted));
    }
  }
  return {
    schema: 'assay.noise/1',
    ...{ label: first.candidate.label, commit: first.candidate.commit },
    ...{ environment: first.environmentId, runs: [...runs] },
    falseAlarm: { budget: shares.total, ...rateOf(alarms) },
    series,
  };
}

interface RunSamples {
  readonly comparison: ComparisonRecord;
  readonly pairs: Pairs;
}

/** By metric, what each run took of one case; metrics that a run could not measure are left out. */
async function samplesOf(
  store: Store,
  runs: readonly string[],
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<Map<string, RunSamples[]>> {
  const found = new Map<string, RunSamples[]>();
  for (const run of runs) {
    for (const comparison of await loadComparisons(store, run)) {
      const own =
        comparison.benchmark === benchmark.name && caseKey(comparison.case) === caseKey(planned.params);
      if (!own || comparison.baseline === null || comparison.candidate === null) continue;
      const baseline = await loadMeasurement(store, comparison.baselineMeasurement);
      const candidate = await loadMeasurement(store, comparison.candidateMeasurement);
      if (baseline.status !== 'measured' || candidate.status !== 'measured') continue;
      const pairs = await loadSides(store, 'interleaved', baseline, candidate);
      found.set(comparison.metric, [...(found.get(comparison.metric) ?? []), { comparison, pairs }]);
    }
  }
  return found;
}

function joined(all: readonly Pairs[]): Pairs {
  return {
    baseline: all.flatMap(({ baseline }) => baseline),
    candidate: all.flatMap(({ candidate }) => candidate),
  };
}

interface BudgetRequest {
  readonly benchmark: PlannedBenchmark;
  readonly planned: PlannedCase;
  readonly shares: BudgetShares;
  readonly found: ReadonlyMap<string, readonly RunSamples[]>;
}

/** What `assay compare` would have for the case, with as many blocks as its time allows here. */
async function budgetOf(store: Store, runs: readonly string[], request: BudgetRequest) {
  const { benchmark, planned, shares, found } = request;
  const judgements = new Map(
    benchmark.metrics
      .filter(({ name }) => found.has(name))
      .map(({ name, tolerance }): [string, Judgement] => {
        const { unit, direction } = found.get(name)![0]!.comparison;
        return [name, { tolerance, alpha: shares.alphaOf(benchmark.name, name), direction, unit }];
      }),
  );
  const { min, max } = blocksOf(benchmark);
  const timeS = benchmark.timeS ?? (benchmark.samples === null ? DEFAULT_TIME_S : Number.POSITIVE_INFINITY);
  const inTime = Math.floor(timeS / (await secondsPerBlock(store, runs, benchmark, planned)));
  return { judgements, minBlocks: min, maxBlocks: Math.max(min, Math.min(max, inTime)) };
}

async function secondsPerBlock(
  store: Store,
  runs: readonly string[],
  benchmark: PlannedBenchmark,
  planned: PlannedCase,
): Promise<number> {
  const each: number[] = [];
  for (const run of runs) {
    const of = { benchmark: benchmark.name, case: planned.params };
    const starts = (await loadExecutions(store, run, of)).map(({ startedAt }) => Date.parse(startedAt));
    if (starts.length < 3) continue;
    each.push((2 * (Math.max(...starts) - Math.min(...starts))) / (starts.length - 1) / 1000);
  }
  // A millisecond is the resolution of the times stored.
  return each.length === 0 ? 1e-3 : Math.max(1e-3, median(each));
}

function seriesOf(own: readonly RunSamples[], metric: string, forecasted: CaseForecast): Series {
  const { comparison } = own[0]!;
  const { benchmark, case: params, subject, unit, direction } = comparison;
  const inOrder = own.map(({ pairs }) => pairs.baseline.flatMap((value, i) => [value, pairs.candidate[i]!]));
  const noise = runNoise(inOrder, direction);
  const coming = forecasted.metrics.get(metric);
  const alarms = own.filter(
    ({ comparison: { verdict } }) => verdict === 'regression' || verdict === 'improvement',
  );
  return {
    ...{ benchmark, case: params, subject, metric, unit, direction },
    samples: inOrder.reduce((sum, samples) => sum + samples.length, 0),
    median: median(inOrder.flat()),
    ...{
      withinSd: noise?.withinSd ?? null,
      runSd: noise?.runSd ?? null,
      betweenSd: noise?.betweenSd ?? null,
    },
    autocorrelation: noise?.autocorrelation
      ? { value: noise.autocorrelation.value, interval: [...noise.autocorrelation.interval] }
      : null,
    warmUp: noise?.warmUp ?? 0,
    halfWidth: coming?.halfWidth ?? null,
    halfWidthRange: coming?.halfWidthRange ? [...coming.halfWidthRange] : null,
    blocks: coming?.blocks ?? null,
    minimumDetectable: coming?.minimumDetectable ?? null,
    blocksFor: (coming?.blocksFor ?? []).map((each) => ({ ...each })),
    falseAlarms: alarms.length,
  };
}

/** With the upper end of Wilson's interval (1927) at 95 %. */
function rateOf(alarms: readonly boolean[]): Omit<NoiseResult['falseAlarm'], 'budget'> {
  const n = alarms.length;
  const rate = alarms.filter(Boolean).length / n;
  const z = normalQuantile(0.975);
  const reach = z * Math.sqrt((rate * (1 - rate)) / n + z ** 2 / (4 * n ** 2));
  return { simulated: rate, atMost: (rate + z ** 2 / (2 * n) + reach) / (1 + z ** 2 / n), trials: n };
}

/** Kept for judging against stored history: the variance between runs, where it could be told. */
export function storeNoise(store: Store, result: NoiseResult): void {
  for (const series of result.series) {
    if (series.runSd === null) continue;
    const { benchmark, case: params, subject, metric } = series;
    saveNoise(
      store,
      { benchmark, case: params, subject, metric, environmentId: result.environment },
      {
        measuredAt: new Date().toISOString(),
        runs: result.runs,
        betweenRuns: { variance: series.runSd ** 2, freedom: result.runs.length - 1 },
        result: series,
      },
    );
  }
}
