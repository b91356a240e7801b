import type { PlannedBenchmark, PlannedCase, PlannedMetric } from '../../config/plan.ts';
import type { SideSummary } from '../../core/comparison.ts';
import { BUILTIN_METRICS, isBuiltin, type Metric, unknownMetric } from '../../core/metric.ts';
import { sinceLastStep } from '../../judge/history.ts';
import { storedEstimate } from '../../stats/between-runs.ts';
import { summarize } from '../../stats/descriptive.ts';
import { latestNoise } from '../../store/noise.ts';
import type { Store } from '../../store/open.ts';
import { loadRun } from '../../store/runs.ts';
import { latestMetric, loadSeries, type SeriesKey, type SeriesPoint } from '../../store/series.ts';
import { type Across, adjustmentText, CALIBRATION_SHARE } from '../compare/across.ts';
import { publicAdjustment } from '../compare/output.ts';
import type { CompareResult } from '../schemas/compare.ts';
import { workloadOf } from './evidence.ts';

export interface Judged {
  readonly comparison: CompareResult['comparisons'][number];
  readonly neededRuns: number | null;
  readonly notes: readonly string[];
}

export interface SeriesRequest {
  readonly benchmark: PlannedBenchmark;
  readonly planned: PlannedCase;
  readonly metric: PlannedMetric;
  readonly alpha: number;
  readonly candidate: string;
  /** Of the baseline, newest first. */
  readonly commits: readonly string[];
  readonly last: number | null;
  readonly environmentId: string;
  /** Where the runs of the baseline are, if elsewhere; then `across` brings them together. */
  readonly baselineEnvironmentId: string;
  readonly across: Across | null;
}

/** One metric of one case: the runs of the candidate against those of the baseline. */
export async function judgeSeries(store: Store, request: SeriesRequest): Promise<Judged> {
  const { benchmark, planned, metric, alpha } = request;
  const { unit, direction } = metricOf(store, request);
  const key = {
    benchmark: benchmark.name,
    case: planned.params,
    subject: null,
    metric: metric.name,
    unit,
    direction,
  };
  const { environmentId, baselineEnvironmentId, across } = request;
  const seriesIn = (id: string): SeriesPoint[] => loadSeries(store, key, { environmentId: id });
  const all = seriesIn(environmentId);
  const same = await ofSameWorkload(store, all, request);
  const elsewhere = across && seriesIn(baselineEnvironmentId);
  const candidate = same.filter(({ commit }) => commit === request.candidate);
  const baseline = baselineOf(elsewhere ? await ofSameWorkload(store, elsewhere, request) : same, request);
  const known = knownNoise(store, key, [environmentId, baselineEnvironmentId]);
  const look = { tolerance: metric.tolerance, alpha: across ? alpha * (1 - CALIBRATION_SHARE) : alpha };
  const judgement = { ...look, direction, unit };
  const estimate = storedEstimate(centres(baseline.points), centres(candidate), judgement, known);
  const { method, neededRuns, ...measured } = estimate;
  const of = { benchmark: benchmark.name, case: planned, metric: metric.name };
  const adjustment = across?.adjustment(of, measured);
  const judged = across ? across.conclude(of, measured, judgement) : measured;
  return {
    neededRuns,
    comparison: {
      ...key,
      baseline: sideOf(baseline.points),
      candidate: sideOf(candidate),
      ...judged,
      interval: [...judged.interval],
      reasons: [...judged.reasons, ...(adjustment ? [adjustmentText(adjustment)] : [])],
      ...{ tolerance: metric.tolerance, alpha },
      blocks: Math.min(baseline.points.length, candidate.length),
      across: adjustment ? publicAdjustment(adjustment) : null,
    },
    notes: [
      ...(method === 'student' ? [ASSUMPTION] : []),
      ...(same.length < all.length
        ? ['Runs of another command, build or set of parameters were left out.']
        : []),
      ...(baseline.stepped ? ['Runs before the latest step of the history were left out.'] : []),
      ...(known ? ['The variance between runs that assay noise measured here was counted too.'] : []),
    ],
  };
}

/** Of two environments that of the one that varies more: neither side is taken for quieter than it is. */
function knownNoise(store: Store, key: SeriesKey, environments: readonly string[]) {
  const found = environments
    .flatMap((environmentId) => latestNoise(store, { ...key, environmentId }) ?? [])
    .sort((a, b) => b.betweenRuns.variance - a.betweenRuns.variance);
  const noise = found[0];
  return noise ? { variance: noise.betweenRuns.variance, freedom: noise.betweenRuns.freedom } : null;
}

const ASSUMPTION =
  'With this few runs the interval takes the medians of runs as log-normal with one variance; more runs need no such assumption.';

/** Runs that executed something else under the same name are not comparable. */
async function ofSameWorkload(
  store: Store,
  points: readonly SeriesPoint[],
  { benchmark, planned }: SeriesRequest,
): Promise<SeriesPoint[]> {
  const wanted = workloadOf(benchmark, planned);
  const same: SeriesPoint[] = [];
  for (const point of points) {
    const { plan } = await loadRun(store, point.runId);
    const own = (plan as { benchmarks?: PlannedBenchmark[] } | null)?.benchmarks ?? [];
    const found = own.some((each) => each.cases.some((one) => workloadOf(each, one) === wanted));
    if (found) same.push(point);
  }
  return same;
}

/** Of the benchmark's own results the store knows the unit; one that was never measured has no series either. */
function metricOf(
  store: Store,
  { benchmark, planned, metric: { name }, environmentId }: SeriesRequest,
): Metric {
  if (isBuiltin(name)) return BUILTIN_METRICS[name];
  const of = { benchmark: benchmark.name, case: planned.params, metric: name };
  return latestMetric(store, of, environmentId) ?? unknownMetric(name);
}

/** In the order of the commits; of many commits only the newest runs, and only those after the latest step. */
function baselineOf(points: readonly SeriesPoint[], { commits, last }: SeriesRequest) {
  const age = new Map(commits.map((commit, i) => [commit, i]));
  const own = points
    .filter(({ commit }) => commit !== null && age.has(commit))
    .sort((a, b) => age.get(b.commit!)! - age.get(a.commit!)!);
  if (last === null) return { points: own, stepped: false };
  const from = sinceLastStep(own.map(({ centre }) => centre));
  const recent = own.slice(Math.max(from, own.length - last));
  return { points: recent, stepped: recent.length < Math.min(last, own.length) };
}

function centres(points: readonly SeriesPoint[]): number[] {
  return points.map(({ centre }) => centre);
}

function sideOf(points: readonly SeriesPoint[]): SideSummary | null {
  return summarize(centres(points));
}
