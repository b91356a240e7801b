import type { GraphData, GraphStamp } from '../chart/graph.ts';
import { caseKey } from '../core/case.ts';
import type { Evidence, History, HistoryEntry, Measurement, Run } from './data.ts';
import { type Figure, joinedDigest, rowId } from './figure.ts';
import { historyRow, measurementRow, runRow } from './figures.ts';
import { distributionData, forestData, historyData } from './graph-data.ts';
import { measuredCommit, slug, subjectOf } from './names.ts';

/** A picture of the report, before it is drawn. */
export interface PlannedGraph {
  /** File name without its ending: stable from run to run, unique within the report. */
  readonly name: string;
  /** File name in `graphs/`: the stable name and the row it shows, so that no other run has the same. */
  readonly file: string;
  /** What the picture shows, for its caption and its alternative text. */
  readonly caption: string;
  readonly data: GraphData;
  readonly stamp: GraphStamp;
  /** Whose samples were drawn. */
  readonly sources: readonly Source[];
}

interface Source {
  readonly measurement: number;
  readonly sampleDigest: string;
}

type Draft = Omit<PlannedGraph, 'file'>;

/** The pictures of a report: ratios first, then for each judged metric its distribution and its history. */
export function planGraphs(evidence: Evidence): PlannedGraph[] {
  const judged = evidence.measurements.filter((m) => m.judged && m.side === 'candidate');
  const drafts = [
    ...(evidence.comparisons.length > 0 ? [forest(evidence)] : []),
    ...judged.flatMap((of) => [distribution(evidence, of), ...history(evidence, of)]),
  ];
  return drafts.map((draft) => {
    const row = draft.stamp.figure.split('.')[0]!;
    const file = `${draft.name}-${row}`;
    // Two names that became equal as file names are told apart by their row.
    const taken = drafts.some((other) => other !== draft && other.name === draft.name);
    return { ...draft, file, name: taken ? file : draft.name };
  });
}

/** The pictures as figures, so that each can be traced; the value is the number of samples drawn. */
export function graphFigures(run: Run, graphs: readonly PlannedGraph[]): Map<string, Figure> {
  const figures = graphs.map(
    ({ caption, stamp, sources }): Figure => ({
      id: stamp.figure,
      label: caption,
      value: stamp.samples,
      unit: '1',
      statistic: 'picture',
      run: run.id,
      measurements: sources.map((source) => source.measurement),
      sampleDigest: joinedDigest(sources.map((source) => source.sampleDigest)),
    }),
  );
  return new Map(figures.map((figure) => [figure.id, figure]));
}

function forest(evidence: Evidence): Draft {
  const { run, comparisons, measurements } = evidence;
  const compared = new Set(comparisons.flatMap((c) => [c.baselineMeasurement, c.candidateMeasurement]));
  const data = forestData(evidence);
  return {
    name: 'ratios',
    caption: `${data.candidate} to ${data.baseline}: ratios with their intervals`,
    data,
    ...drawn(
      run,
      `${runRow(run.id)}.ratios`,
      measurements.filter((m) => compared.has(m.id)),
    ),
  };
}

function distribution({ run, measurements }: Evidence, of: Measurement): Draft {
  const sides = measurements.filter((m) => sameSeries(m, of)).sort((a, b) => a.side.localeCompare(b.side));
  const row = run.baseline ? rowId({ ...seriesOf(of), run: run.id, of: 'pair' }) : measurementRow(run.id, of);
  return {
    name: slug(`${subjectOf(of)} ${of.metric} distribution`),
    caption: `${subjectOf(of)} ${of.metric}: every sample`,
    data: distributionData(run, sides),
    ...drawn(run, `${row}.distribution`, sides),
  };
}

function history(evidence: Evidence, of: Measurement): Draft[] {
  const { run, histories } = evidence;
  const found = histories.find((candidate) => sameSeries(candidate, of));
  if (!found) return [];
  const figure = `${historyRow(run.id, found)}.history`;
  return [
    {
      name: slug(`${subjectOf(of)} ${of.metric} history`),
      caption: `${subjectOf(of)} ${of.metric}: ${found.points.length} runs in this environment`,
      data: historyData(found),
      stamp: historyStamp(run, figure, found.points),
      sources: found.points,
    },
  ];
}

function drawn(run: Run, figure: string, from: readonly Measurement[]): Pick<Draft, 'stamp' | 'sources'> {
  const sources = from.filter((m) => m.samples.length > 0);
  const samples = sources.reduce((sum, m) => sum + m.samples.length, 0);
  return {
    stamp: stampOf(run, figure, samples),
    sources: sources.map(({ id, sampleDigest }) => ({ measurement: id, sampleDigest })),
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
    environments: [...(run.baselineEnvironmentId ? [run.baselineEnvironmentId] : []), run.environmentId],
    samples,
  };
}

/** The reported run and its commit come last: that is what the picture says it was measured at. */
function historyStamp(run: Run, figure: string, points: readonly HistoryEntry[]): GraphStamp {
  const others = points.filter((point) => point.run !== run.id);
  const own = measuredCommit(run.candidate);
  const commits = others.flatMap((point) =>
    point.commit === null || point.commit === own ? [] : [point.commit],
  );
  const samples = points.reduce((sum, point) => sum + point.n, 0);
  return {
    ...stampOf({ ...run, baseline: null, baselineEnvironmentId: null }, figure, samples),
    runs: [...new Set(others.map((point) => point.run)), run.id],
    commits: [...new Set(commits), ...(own === null ? [] : [own])],
  };
}

function seriesOf({ benchmark, case: point, subject, metric }: Measurement) {
  return { benchmark, case: point, subject, metric };
}

function sameSeries(a: Measurement | History, b: Measurement): boolean {
  const names = a.benchmark === b.benchmark && a.subject === b.subject && a.metric === b.metric;
  return names && caseKey(a.case) === caseKey(b.case);
}
