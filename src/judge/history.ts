import { SHORTEST } from '../stats/change/candidates.ts';
import { type ChangeAnalysis, FALSE_RATE } from '../stats/change/change.ts';
import { detectChanges } from '../stats/change/detect.ts';
import type { SeriesKey, SeriesPoint } from '../store/series.ts';

/** A metric's history in the order of its commits, with its steps. */
export interface History extends SeriesKey {
  /** Set where one environment has a history of its own; `null` where all are in one. */
  readonly environment: string | null;
  readonly points: readonly SeriesPoint[];
  /** Median of each point, in the metric's unit. */
  readonly medians: readonly number[];
  readonly analysis: ChangeAnalysis;
}

/** Histories of one series with the points that have no place in the order. */
export interface Histories {
  readonly histories: readonly History[];
  /** Points of commits that are not in the history that was asked for. */
  readonly elsewhere: number;
}

/**
 * The histories of one series: runs in the order of their commits, and of the same commit in the order of time.
 * `order` has the commits oldest first; `null`, or when it knows none of them, stands for the order of time.
 */
export function historiesOf(
  of: SeriesKey,
  points: readonly SeriesPoint[],
  order: ReadonlyMap<string, number> | null,
  falseRate: number = FALSE_RATE,
): Histories {
  const ordered = inOrder(points, order);
  return {
    elsewhere: points.length - ordered.length,
    histories: byEnvironment(ordered).map(({ environment, points: own }) => {
      const { benchmark, case: params, subject, metric, unit, direction } = of;
      const medians = own.map(({ centre }) => centre);
      const analysis = detectChanges(medians, {
        falseRate,
        direction,
        environments: own.map(({ environmentId }) => environmentId),
        commits: own.map(({ commit }) => commit),
      });
      return {
        benchmark,
        case: params,
        subject,
        metric,
        unit,
        direction,
        environment,
        points: own,
        medians,
        analysis,
      };
    }),
  };
}

function inOrder(points: readonly SeriesPoint[], order: ReadonlyMap<string, number> | null): SeriesPoint[] {
  const placed = points.flatMap((point) => {
    const place = point.commit === null ? undefined : order?.get(point.commit);
    return place === undefined ? [] : [{ point, place }];
  });
  if (placed.length === 0) return [...points].sort((a, b) => compareTexts(timeOf(a), timeOf(b)));
  return placed
    .sort((a, b) => a.place - b.place || compareTexts(a.point.startedAt, b.point.startedAt))
    .map(({ point }) => point);
}

function timeOf(point: SeriesPoint): string {
  return point.committedAt ?? point.startedAt;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * One history where each environment has stretches long enough to show a level (as when a machine was replaced).
 * Where environments take turns, as when two machines measure the same commits, each has its own history.
 */
function byEnvironment(
  points: readonly SeriesPoint[],
): { environment: string | null; points: readonly SeriesPoint[] }[] {
  const groups = Map.groupBy(points, ({ environmentId }) => environmentId);
  const stretches = points.filter((point, i) => point.environmentId !== points[i - 1]?.environmentId).length;
  if (groups.size < 2 || stretches * SHORTEST <= points.length) return [{ environment: null, points }];
  return [...groups].map(([environment, own]) => ({ environment, points: own }));
}

/** The commits between which a step lies: the last of the old level and the first of the new one. */
export interface CommitRange {
  readonly after: string | null;
  readonly at: string | null;
}

export function commitRange({ points }: History, { index }: { readonly index: number }): CommitRange {
  return { after: points[index - 1]?.commit ?? null, at: points[index]?.commit ?? null };
}

/** The first position of the level that holds now: what came before the latest step says nothing about it. */
export function sinceLastStep(centres: readonly number[]): number {
  return detectChanges(centres).levels.at(-1)?.from ?? 0;
}
