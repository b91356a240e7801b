import type { Cause, ChangePoint } from '../stats/change/change.ts';
import type { SeriesPoint } from '../store/series.ts';
import { type Drift, driftsOf, placeOf } from './drift.ts';
import { commitRange, type History } from './history.ts';

/**
 * One thing that happened: steps of several metrics and benchmarks that began with the same commit, a change of the
 * environment, or both.
 */
export interface ChangeEvent {
  /** Last commit of the old levels and first of the new ones; `null` where commits are not known. */
  readonly after: string | null;
  readonly at: string | null;
  /** When the first run of the new level started, ISO 8601. */
  readonly startedAt: string;
  /** Of the first commit of the new levels, ISO 8601. */
  readonly committedAt: string | null;
  readonly title: string | null;
  readonly cause: Cause;
  /** None where the environment changed and nothing else was seen. */
  readonly findings: readonly Finding[];
  readonly drift: Drift | null;
}

export interface Finding {
  readonly history: History;
  readonly change: ChangePoint;
}

/**
 * The surest finding names its commit; another one joins it when the commit lies where that one's step may begin.
 * A step that the environment explains is not joined with one of code, but with the change of the environment, which
 * is an event also without a step. Without commits, runs stand for them. Oldest first; the largest finding of an event first.
 */
export function eventsOf(histories: readonly History[]): ChangeEvent[] {
  const findings = histories.flatMap((history) =>
    history.analysis.changePoints.map((change): Finding => ({ history, change })),
  );
  const groups: { readonly place: string; readonly cause: Cause; readonly findings: Finding[] }[] = [];
  for (const finding of findings.sort(bySureness)) {
    const [from, to] = finding.change.range;
    const places = finding.history.points.slice(from, to + 1).map(placeOf);
    const joined = groups.find(
      ({ place, cause }) => cause === finding.change.cause && places.includes(place),
    );
    if (joined) joined.findings.push(finding);
    else groups.push({ place: placeOf(startOf(finding)), cause: finding.change.cause, findings: [finding] });
  }
  const drifts = driftsOf(histories);
  const events = groups.map(({ findings: joined }) => stepEvent(joined, takeExplaining(drifts, joined)));
  return [...events, ...drifts.map(driftEvent)].sort((a, b) =>
    timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0,
  );
}

function bySureness(a: Finding, b: Finding): number {
  const width = ({ change }: Finding): number => change.range[1] - change.range[0];
  return width(a) - width(b) || b.change.confidence - a.change.confidence;
}

function startOf({ history, change }: Finding): SeriesPoint {
  return history.points[change.index]!;
}

/** Takes the first change of the environment out of `drifts` that lies where one of the steps may begin. */
function takeExplaining(drifts: Drift[], findings: readonly Finding[]): Drift | null {
  const explains = ({ places }: Drift): boolean =>
    findings.some(
      ({ history, change: { cause, range } }) =>
        cause === 'environment' &&
        places.some(
          (place) => place.history === history && place.index >= range[0] && place.index <= range[1],
        ),
    );
  const at = drifts.findIndex(explains);
  return at < 0 ? null : drifts.splice(at, 1)[0]!;
}

/** The first finding is the surest: it says where. */
function stepEvent(findings: readonly Finding[], drift: Drift | null): ChangeEvent {
  const { history, change } = findings[0]!;
  return {
    ...whereAndWhen(history, change.index),
    cause: change.cause,
    findings: [...findings].sort((a, b) => sizeOf(b) - sizeOf(a)),
    drift,
  };
}

function driftEvent(drift: Drift): ChangeEvent {
  const { history, index } = drift.places[0]!;
  return { ...whereAndWhen(history, index), cause: 'environment', findings: [], drift };
}

function whereAndWhen(history: History, index: number) {
  const { startedAt, committedAt, title } = history.points[index]!;
  return { ...commitRange(history, { index }), startedAt, committedAt, title };
}

/** Old commits may be measured after new ones: their own time says what came first. */
function timeOf({ committedAt, startedAt }: ChangeEvent): string {
  return committedAt ?? startedAt;
}

function sizeOf({ change }: Finding): number {
  return change.ratio === null ? Number.POSITIVE_INFINITY : Math.abs(Math.log(change.ratio));
}
