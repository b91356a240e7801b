import type { PlannedBenchmark, PlannedCase } from '../config/plan.ts';
import { commandText } from '../config/plan.ts';
import type { Side } from '../core/measurement.ts';
import { BUILTIN_METRIC_NAMES, BUILTIN_METRICS, type BuiltinMetricName } from '../core/metric.ts';
import type { Warning } from '../core/warning.ts';
import {
  declareMeasurement,
  loadExecutions,
  loadSamples,
  type NewExecution,
  sampleWriter,
  sealMeasurement,
} from '../store/measurements.ts';
import type { Store } from '../store/open.ts';
import type { ExecutionRecord } from '../store/records.ts';
import { CaseSeries } from './series.ts';

/** Metrics that cannot be measured here, with the reason. */
export type Unavailable = Readonly<Partial<Record<BuiltinMetricName, string>>>;

/** Keeps what one case gives: declares its measurements, writes each execution at once, seals at the end. */
export interface CaseRecorder {
  /** Includes what an interrupted run had already stored. */
  readonly series: CaseSeries;
  /** What an interrupted run had already stored. */
  readonly restored: readonly ExecutionRecord[];
  write(
    execution: Omit<NewExecution, 'runId' | 'benchmark' | 'case' | 'seq' | 'values'>,
    values: Readonly<Record<BuiltinMetricName, number | null>>,
  ): void;
  seal(side: Side, outcome: { failure: string | null; warnings: Warnings }): Promise<void>;
}

/** Doubts by metric; `all` belongs to every metric of the case. */
export type Warnings = (metric: BuiltinMetricName, samples: readonly number[]) => readonly Warning[];

export interface RecorderOptions {
  readonly store: Store;
  readonly runId: string;
  readonly benchmark: PlannedBenchmark;
  readonly case: PlannedCase;
  readonly sides: readonly Side[];
  readonly unavailable: Unavailable;
}

/** δ recorded with a metric that the plan does not judge: it is never applied. */
const NOT_JUDGED = 0;

export async function caseRecorder(options: RecorderOptions): Promise<CaseRecorder> {
  const { store, runId, benchmark, unavailable } = options;
  const params = options.case.params;
  const ids = new Map<string, number>();
  for (const side of options.sides) {
    for (const name of BUILTIN_METRIC_NAMES) {
      const planned = benchmark.metrics.find((metric) => metric.name === name);
      const reason = unavailable[name] ?? null;
      const id = await declareMeasurement(store, {
        runId,
        side,
        benchmark: benchmark.name,
        case: params,
        subject: null,
        metric: BUILTIN_METRICS[name],
        status: reason === null ? 'measured' : 'unavailable',
        reason,
        judged: planned !== undefined,
        tolerance: planned?.tolerance ?? NOT_JUDGED,
        command: commandText(options.case.command),
      });
      ids.set(`${side} ${name}`, id);
    }
  }
  const idOf = (side: Side, name: BuiltinMetricName): number => ids.get(`${side} ${name}`)!;
  const restored = await loadExecutions(store, runId, { benchmark: benchmark.name, case: params });
  const series = await restoredSeries(options, restored, idOf);
  const writeExecution = sampleWriter(store);
  return {
    series,
    restored,
    write(execution, values) {
      const { side, block } = execution;
      const stored = BUILTIN_METRIC_NAMES.flatMap((name) => {
        const value = values[name];
        return value === null || unavailable[name] !== undefined ? [] : [[idOf(side, name), value] as const];
      });
      writeExecution({
        ...execution,
        runId,
        benchmark: benchmark.name,
        case: params,
        seq: series.count(side),
        values: stored,
      });
      series.add(side, { block, values });
    },
    async seal(side, { failure, warnings }) {
      for (const name of BUILTIN_METRIC_NAMES) {
        if (unavailable[name] !== undefined) continue;
        const samples = series.samples(side, name);
        await sealMeasurement(store, idOf(side, name), {
          status: failure === null ? 'measured' : 'failed',
          reason: failure,
          warnings: failure === null ? warnings(name, samples) : [],
        });
      }
    },
  };
}

async function restoredSeries(
  options: RecorderOptions,
  executions: readonly ExecutionRecord[],
  idOf: (side: Side, name: BuiltinMetricName) => number,
): Promise<CaseSeries> {
  const series = new CaseSeries();
  for (const side of options.sides) {
    const own = executions.filter((execution) => execution.side === side);
    if (own.length === 0) continue;
    const samples = new Map<BuiltinMetricName, number[]>();
    for (const name of BUILTIN_METRIC_NAMES)
      samples.set(name, await loadSamples(options.store, idOf(side, name)));
    for (const { block, seq } of own) {
      const values = Object.fromEntries([...samples].map(([name, all]) => [name, all[seq] ?? null]));
      series.add(side, { block, values });
    }
  }
  return series;
}
