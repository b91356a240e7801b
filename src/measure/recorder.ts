import type { PlannedBenchmark, PlannedCase } from '../config/plan.ts';
import { commandText } from '../config/plan.ts';
import { caseKey } from '../core/case.ts';
import type { Side } from '../core/measurement.ts';
import {
  BUILTIN_METRICS,
  CONTAINER_METRICS,
  isBuiltin,
  isContainerMetric,
  type Metric,
  unknownMetric,
} from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import {
  declareMeasurement,
  loadExecutions,
  loadMeasurements,
  loadSampleRecords,
  type NewExecution,
  sampleWriter,
  sealMeasurement,
} from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import type { ExecutionRecord } from '../store/records.ts';
import { CaseFailure } from './case-failure.ts';
import type { OwnValue } from './own-results.ts';
import { CaseSeries } from './series.ts';

/** Metrics that cannot be measured here, with the reason. */
export type Unavailable = ReadonlyMap<string, string>;

/** Keeps what one case gives: declares its measurements, writes each execution at once, seals at the end. */
export interface CaseRecorder {
  /** Includes what an interrupted run had already stored. */
  readonly series: CaseSeries;
  /** What an interrupted run had already stored. */
  readonly restored: readonly ExecutionRecord[];
  /** A metric of `own` whose unit or direction is not what it was is a {@link CaseFailure}. */
  write(
    execution: Omit<NewExecution, 'runId' | 'benchmark' | 'case' | 'seq' | 'values'>,
    values: Readonly<Record<string, number | null>>,
    own: readonly OwnValue[],
  ): Promise<void>;
  seal(side: Side, outcome: { failure: string | null; warnings: Warnings }): Promise<void>;
}

/** Doubts about the samples of one metric. */
export type Warnings = (metric: Metric, samples: readonly number[]) => readonly Warning[];

export interface RecorderOptions {
  readonly store: Store;
  readonly runId: string;
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly sides: readonly Side[];
  /** What a side cannot measure. */
  readonly unavailable: ReadonlyMap<Side, Unavailable>;
  /** Those that are measured in containers. */
  readonly inContainers: ReadonlySet<Side>;
}

/** δ recorded with a metric that the plan does not judge: it is never applied. */
const NOT_JUDGED = 0;

/** The measurements of one side by the name of their metric. */
type Ids = Map<string, number>;

export async function caseRecorder(options: RecorderOptions): Promise<CaseRecorder> {
  const { store, runId, benchmark } = options;
  const isUnavailable = (side: Side, name: string) => options.unavailable.get(side)?.has(name) ?? false;
  const params = options.case.params;
  const key = { runId, benchmark: benchmark.name, case: params };
  const series = new CaseSeries();
  const ids = new Map<Side, Ids>();
  for (const side of options.sides) {
    const own: Ids = new Map();
    for (const metric of metricsOf(options, side)) own.set(metric.name, await declare(options, side, metric));
    ids.set(side, own);
  }
  if (options.case.parse) await findOwn(options, series, ids);
  const restored = await loadExecutions(store, runId, { benchmark: benchmark.name, case: params });
  for (const [side, own] of ids) restore(store, series, side, restored, own);
  const admit = async (side: Side, { name, unit, direction }: Metric): Promise<void> => {
    const known = series.metric(name);
    if (known && (known.unit !== unit || known.direction !== direction)) {
      throw new CaseFailure(
        `parse: ${name} is in ${unit}, ${direction} is better; it was in ${known.unit}, ${known.direction} is better`,
      );
    }
    if (ids.get(side)!.has(name)) return;
    ids.get(side)!.set(name, await declare(options, side, { name, unit, direction }));
    series.know({ name, unit, direction });
  };
  const writeExecution = sampleWriter(store);
  return {
    series,
    restored,
    async write(execution, builtin, own) {
      const { side, block } = execution;
      for (const metric of own) await admit(side, metric);
      const all = [...Object.entries(builtin), ...own.map(({ name, value }) => [name, value] as const)];
      const values = new Map<string, number | null>(all);
      const stored = all.flatMap(([name, value]) =>
        value === null || isUnavailable(side, name) ? [] : [[ids.get(side)!.get(name)!, value] as const],
      );
      writeExecution({ ...execution, ...key, seq: series.count(side), values: stored });
      series.add(side, { block, values });
    },
    async seal(side, { failure, warnings }) {
      // Before any is sealed: a case with an unsealed measurement is not over, should this process die here.
      for (const { name } of benchmark.metrics) {
        if (!ids.get(side)!.has(name)) await admit(side, series.metric(name) ?? unknownMetric(name));
      }
      for (const [name, id] of ids.get(side)!) {
        if (isUnavailable(side, name)) continue;
        const samples = series.samples(side, name);
        await sealMeasurement(store, id, {
          status: failure === null ? 'measured' : 'failed',
          reason: failure,
          warnings: failure === null ? warnings(series.metric(name)!, samples) : [],
        });
      }
    },
  };
}

/** What an execution of this side gives without the benchmark's own results, or what it is asked for in vain. */
function metricsOf({ benchmark, inContainers }: RecorderOptions, side: Side): Metric[] {
  const judged = (name: string): boolean => benchmark.metrics.some((metric) => metric.name === name);
  const ofContainers = Object.values(CONTAINER_METRICS).filter(
    ({ name }) => inContainers.has(side) || judged(name),
  );
  return [...Object.values(BUILTIN_METRICS), ...ofContainers];
}

function declare(options: RecorderOptions, side: Side, metric: Metric): Promise<number> {
  const { store, runId, benchmark } = options;
  const planned = benchmark.metrics.find(({ name }) => name === metric.name);
  const reason = options.unavailable.get(side)?.get(metric.name) ?? null;
  return declareMeasurement(store, {
    ...{ runId, side, benchmark: benchmark.name, case: options.case.params, subject: null, metric },
    status: reason === null ? 'measured' : 'unavailable',
    reason,
    judged: planned !== undefined,
    tolerance: planned?.tolerance ?? NOT_JUDGED,
    command: commandText(options.case.command),
  });
}

/** The measurements of the benchmark's own results that an interrupted run had already declared. */
async function findOwn(
  { store, runId, benchmark, case: planned }: RecorderOptions,
  series: CaseSeries,
  ids: ReadonlyMap<Side, Ids>,
): Promise<void> {
  for (const each of await loadMeasurements(store, runId)) {
    if (each.benchmark !== benchmark.name || caseKey(each.case) !== caseKey(planned.params)) continue;
    if (isBuiltin(each.metric) || isContainerMetric(each.metric)) continue;
    ids.get(each.side)?.set(each.metric, each.id);
    series.know({ name: each.metric, unit: each.unit, direction: each.direction });
  }
}

function restore(
  store: Store,
  series: CaseSeries,
  side: Side,
  executions: readonly ExecutionRecord[],
  ids: Ids,
): void {
  const own = executions.filter((execution) => execution.side === side);
  if (own.length === 0) return;
  const samples = new Map([...ids].map(([name, id]) => [name, loadSampleRecords(store, id)]));
  for (const { block, seq } of own) {
    const values = new Map([...samples].map(([name, all]) => [name, all.get(seq) ?? null]));
    series.add(side, { block, values });
  }
}
