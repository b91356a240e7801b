import { caseKey } from '../../core/case.ts';
import { rederive } from '../../judge/rederive.ts';
import type { Evidence, History, HistoryEntry, Measurement, Sample, Summary } from '../../report/data.ts';
import { quantileOfSorted, sorted, summarize } from '../../stats/descriptive.ts';
import { medianInterval } from '../../stats/median-interval.ts';
import { loadComparisons } from '../../store/comparisons.ts';
import { loadEnvironment } from '../../store/environments.ts';
import { loadHistory } from '../../store/history.ts';
import {
  loadExecutions,
  loadMeasurements,
  loadSampleRecords,
  loadSamples,
  sampleDigest,
} from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import type { ExecutionRecord, HistoryPoint, MeasurementRecord, RunRecord } from '../../store/records.ts';
import { loadRun } from '../../store/runs.ts';

/**
 * A history shows the newest runs that still have a label each in a picture of 1,200 pixels: 12 pixels for
 * each of 100. The store keeps them all.
 */
const HISTORY_RUNS = 100;

export interface EvidenceOptions {
  /** Only these runs may stand in histories: those that a report was written with. */
  readonly historyRuns?: ReadonlySet<string>;
}

/** Everything a report says of a run, computed from its samples now and not read from what was concluded then. */
export async function loadEvidence(
  store: Store,
  runId: string,
  options: EvidenceOptions = {},
): Promise<Evidence> {
  const run = await loadRun(store, runId);
  const executions = executionsByKey(await loadExecutions(store, run.id));
  const measurements: Measurement[] = [];
  for (const record of await loadMeasurements(store, run.id)) {
    measurements.push(await measurementOf(store, run, record, executions));
  }
  const comparisons = [];
  for (const stored of await loadComparisons(store, run.id)) comparisons.push(await rederive(store, stored));
  const histories: History[] = [];
  for (const of of measurements.filter((m) => m.judged && m.side === 'candidate')) {
    const history = await historyOf(store, run, of, options);
    if (history.points.length > 1) histories.push(history);
  }
  const environment = await loadEnvironment(store, run.environmentId);
  return { run, environment, measurements, comparisons, histories };
}

/** What the samples alone say of themselves, at the run's confidence. */
export function summaryOf(values: readonly number[], confidence: number): Summary | null {
  const summary = summarize(values);
  if (!summary) return null;
  const ascending = sorted(values);
  return {
    ...summary,
    min: ascending[0]!,
    max: ascending[ascending.length - 1]!,
    quartiles: [quantileOfSorted(ascending, 0.25), quantileOfSorted(ascending, 0.75)],
    interval: medianInterval(values, confidence),
  };
}

type Executions = ReadonlyMap<string, ExecutionRecord>;

function executionsByKey(executions: readonly ExecutionRecord[]): Executions {
  return new Map(executions.map((execution) => [executionKey(execution, execution.seq), execution]));
}

function executionKey(of: Pick<ExecutionRecord, 'side' | 'benchmark' | 'case'>, seq: number): string {
  return `${of.side}\n${of.benchmark}\n${caseKey(of.case)}\n${seq}`;
}

async function measurementOf(
  store: Store,
  run: RunRecord,
  record: MeasurementRecord,
  executions: Executions,
): Promise<Measurement> {
  const samples = Array.from(loadSampleRecords(store, record.id), ([seq, value]): Sample => {
    const execution = executions.get(executionKey(record, seq));
    return {
      seq,
      value,
      block: execution?.block ?? null,
      position: execution?.position ?? null,
      startedAt: execution?.startedAt ?? null,
      exitCode: execution?.exitCode ?? null,
    };
  });
  const values = samples.map(({ value }) => value);
  const { id, side, benchmark, case: point, subject, metric, unit, direction, status, reason } = record;
  const { judged, tolerance, command, warnings } = record;
  return {
    ...{ id, side, benchmark, case: point, subject, metric, unit, direction, status, reason },
    ...{ judged, tolerance, command, warnings, samples },
    sampleDigest: sampleDigest(values),
    summary: summaryOf(values, run.settings.confidence),
  };
}

async function historyOf(
  store: Store,
  run: RunRecord,
  of: Measurement,
  { historyRuns }: EvidenceOptions,
): Promise<History> {
  const { benchmark, case: point, subject, metric, unit, direction } = of;
  const all = await loadHistory(store, { benchmark, case: point, metric });
  const allowed = all.filter((entry) => historyRuns?.has(entry.runId) ?? true);
  const alike = allowed.filter((entry) => entry.environmentId === run.environmentId);
  const points: HistoryEntry[] = [];
  for (const entry of alike.slice(-HISTORY_RUNS)) points.push(await historyEntry(store, entry));
  return { benchmark, case: point, subject, metric, unit, direction, points };
}

async function historyEntry(store: Store, point: HistoryPoint): Promise<HistoryEntry> {
  const values = await loadSamples(store, point.measurementId);
  const ascending = sorted(values);
  return {
    run: point.runId,
    measurement: point.measurementId,
    side: 'candidate',
    commit: point.commit,
    title: point.title,
    dirty: point.dirty,
    measuredAt: point.startedAt,
    environmentId: point.environmentId,
    n: values.length,
    median: quantileOfSorted(ascending, 0.5),
    quartiles: [quantileOfSorted(ascending, 0.25), quantileOfSorted(ascending, 0.75)],
    sampleDigest: sampleDigest(values),
  };
}
