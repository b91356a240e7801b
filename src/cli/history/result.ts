import { type ChangeEvent, eventsOf } from '../../judge/events.ts';
import { commitRange, type History } from '../../judge/history.ts';
import { quantileOfSorted } from '../../stats/descriptive.ts';
import { medianInterval } from '../../stats/median-interval.ts';
import type { SeriesPoint } from '../../store/series.ts';
import type { HistoryResult } from '../schemas/history.ts';
import { driftResult, type Identities } from './drift.ts';

type Series = HistoryResult['series'][number];

/** Confidence of the medians' intervals: descriptive, one at a time. */
const CONFIDENCE = 0.95;

/** A history as `assay history` prints it, without a picture. */
export function seriesResult(history: History): Series {
  const { benchmark, case: params, subject, metric, unit, direction, environment, analysis } = history;
  return {
    ...{ benchmark, case: params, subject, metric, unit, direction, environment },
    n: history.points.length,
    points: history.points.map((point, i) => pointResult(point, history.medians[i]!)),
    levels: analysis.levels.map((level) => ({ ...level })),
    changePoints: changePointResults(history),
    pending: analysis.pending && { ...analysis.pending },
    warnings: analysis.warnings.map(({ message }) => message),
    graph: null,
  };
}

export function changePointResults(history: History): Series['changePoints'] {
  return history.analysis.changePoints.map((change) => ({
    index: change.index,
    before: change.before,
    after: change.after,
    ratio: change.ratio,
    interval: [...change.interval] as [number | null, number | null],
    confidence: change.confidence,
    cause: change.cause,
    range: [...change.range] as [number, number],
    verdict: change.verdict,
    commits: { ...commitRange(history, change) },
  }));
}

/** What happened in the histories; `identities` has those of their environments by id. */
export function eventResults(histories: readonly History[], identities: Identities): HistoryResult['events'] {
  return eventsOf(histories).map((event) => ({
    after: event.after,
    at: event.at,
    title: event.title,
    startedAt: event.startedAt,
    cause: event.cause,
    findings: findingsOf(event, histories),
    environment: event.drift && driftResult(event.drift, identities),
  }));
}

function findingsOf(
  event: ChangeEvent,
  histories: readonly History[],
): HistoryResult['events'][number]['findings'] {
  return event.findings.map(({ history, change }) => ({
    series: histories.indexOf(history),
    index: change.index,
    ratio: change.ratio,
  }));
}

function pointResult(point: SeriesPoint, median: number): Series['points'][number] {
  const { values } = point;
  const interval = values.length === 0 ? null : medianInterval(values, CONFIDENCE);
  return {
    run: point.runId,
    commit: point.commit,
    title: point.title,
    startedAt: point.startedAt,
    environment: point.environmentId,
    n: point.n,
    median,
    interval: interval && [...interval],
    quartiles:
      values.length === 0
        ? [median, median]
        : [quantileOfSorted(values, 0.25), quantileOfSorted(values, 0.75)],
  };
}
