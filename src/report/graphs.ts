import type { DistributionData, ForestData, GraphData, GraphStamp, HistoryData } from '../chart/graph.ts';
import type { Evidence, History, Measurement, Run } from './data.ts';
import { rowId } from './figure.ts';
import { historyRow, measurementRow, runRow } from './figures.ts';
import { measuredCommit, revisionLabel, shortCommit, slug, subjectOf } from './names.ts';

/** A picture of the report, before it is drawn. */
export interface PlannedGraph {
  /** File name without its ending: stable from run to run, unique within the report. */
  readonly name: string;
  /** What the picture shows, for its caption and its alternative text. */
  readonly caption: string;
  readonly data: GraphData;
  readonly stamp: GraphStamp;
}

/** The pictures of a report: ratios first, then for each judged metric its distribution and its history. */
export function planGraphs(evidence: Evidence): PlannedGraph[] {
  const judged = evidence.measurements.filter((m) => m.judged && m.side === 'candidate');
  const graphs = [
    ...(evidence.comparisons.length > 0 ? [forest(evidence)] : []),
    ...judged.flatMap((of) => [distribution(evidence, of), ...history(evidence, of)]),
  ];
  return unique(graphs);
}

function forest(evidence: Evidence): PlannedGraph {
  const { run, comparisons } = evidence;
  const data: ForestData = {
    kind: 'forest',
    baseline: run.baseline ? revisionLabel(run.baseline) : '',
    candidate: revisionLabel(run.candidate),
    confidence: run.settings.confidence,
    rows: comparisons.map(
      ({ benchmark, case: point, metric, direction, ratio, interval, tolerance, verdict }) => ({
        benchmark,
        case: point,
        metric,
        direction,
        ratio,
        interval,
        tolerance,
        verdict,
      }),
    ),
  };
  const samples = comparisons.reduce((sum, c) => sum + (c.baseline?.n ?? 0) + (c.candidate?.n ?? 0), 0);
  return {
    name: 'ratios',
    caption: `Ratios of ${data.candidate} to ${data.baseline}, with simultaneous intervals`,
    data,
    stamp: stampOf(run, `${runRow(run.id)}.ratios`, samples),
  };
}

function distribution({ run, measurements }: Evidence, of: Measurement): PlannedGraph {
  const both = measurements.filter((m) => same(m, of)).sort((a) => (a.side === 'baseline' ? -1 : 1));
  const drawn = both.filter((m) => m.summary !== null);
  const missing = both.filter((m) => m.summary === null).map((m) => `${m.side}: ${m.reason ?? m.status}`);
  const data: DistributionData = {
    kind: 'distribution',
    ...metricOf(of),
    sides: drawn.map((m) => ({
      label: sideLabel(run, m),
      samples: m.samples.map((sample) => sample.value),
      median: m.summary!.median,
      interval: m.summary!.interval,
    })),
    unavailable: missing.length > 0 ? missing.join('; ') : null,
  };
  const row = run.baseline ? rowId({ ...keyOf(of), run: run.id, of: 'pair' }) : measurementRow(run.id, of);
  return {
    name: slug(`${subjectOf(of)} ${of.metric} distribution`),
    caption: `Every sample of ${subjectOf(of)} ${of.metric}`,
    data,
    stamp: stampOf(
      run,
      `${row}.distribution`,
      drawn.reduce((sum, m) => sum + m.samples.length, 0),
    ),
  };
}

function history(evidence: Evidence, of: Measurement): PlannedGraph[] {
  const found = evidence.histories.find((candidate) => same(candidate, of));
  if (!found) return [];
  const { run } = evidence;
  const data: HistoryData = { kind: 'history', ...metricOf(of), points: found.points.map(pointOf) };
  const commits = found.points.flatMap((point) =>
    point.commit && point.run !== run.id ? [point.commit] : [],
  );
  const runs = found.points.flatMap((point) => (point.run === run.id ? [] : [point.run]));
  const stamp = stampOf(
    run,
    `${historyRow(run.id, found)}.history`,
    found.points.reduce((sum, p) => sum + p.n, 0),
  );
  return [
    {
      name: slug(`${subjectOf(of)} ${of.metric} history`),
      caption: `${subjectOf(of)} ${of.metric} over ${found.points.length} runs in this environment`,
      data,
      // The report's own run and commit come last: that is what the picture is "measured at".
      stamp: {
        ...stamp,
        runs: [...runs, run.id],
        commits: [...new Set([...commits, ...stamp.commits.slice(-1)])],
      },
    },
  ];
}

function pointOf(point: History['points'][number]): HistoryData['points'][number] {
  return {
    run: point.run,
    commit: point.commit === null ? null : shortCommit(point.commit),
    dirty: point.dirty,
    measuredAt: point.measuredAt,
    environment: point.environmentId,
    n: point.n,
    median: point.median,
    quartiles: point.quartiles,
  };
}

function stampOf(run: Run, figure: string, samples: number): GraphStamp {
  const sides = run.baseline ? [run.baseline, run.candidate] : [run.candidate];
  return {
    figure,
    runs: [run.id],
    commits: sides.map(measuredCommit).filter((commit) => commit !== null),
    dirty: sides.some((side) => side.dirty),
    measuredAt: run.startedAt,
    environments: [run.environmentId],
    samples,
  };
}

function sideLabel(run: Run, of: Measurement): string {
  return revisionLabel(of.side === 'baseline' ? (run.baseline ?? run.candidate) : run.candidate);
}

function keyOf({ benchmark, case: point, subject, metric }: Measurement) {
  return { benchmark, case: point, subject, metric };
}

function metricOf({ benchmark, case: point, metric, unit, direction }: Measurement) {
  return { benchmark, case: point, metric, unit, direction };
}

function same(a: Omit<History, 'points' | 'otherEnvironments'>, b: Measurement): boolean {
  return a.metric === b.metric && a.subject === b.subject && subjectOf(a) === subjectOf(b);
}

/** Two names that became equal as file names are told apart by their figure. */
function unique(graphs: readonly PlannedGraph[]): PlannedGraph[] {
  const count = (name: string): number => graphs.filter((graph) => graph.name === name).length;
  return graphs.map((graph) =>
    count(graph.name) === 1 ? graph : { ...graph, name: `${graph.name}-${graph.stamp.figure.split('.')[0]}` },
  );
}
