import type { GraphMetadata, GraphStamp, HistoryData } from '../../chart/graph.ts';
import type { History } from '../../judge/history.ts';
import { rowId } from '../../report/figure.ts';
import { shortCommit, subjectOf } from '../../report/names.ts';
import { FALSE_RATE } from '../../stats/change/change.ts';
import type { HistoryResult } from '../schemas/history.ts';
import { seriesResult } from './result.ts';

/** A picture has a column a run: with more than these of 1,100 pixels, runs would fall on one another. */
const MOST_POINTS = 1000;

/** One history as `assay history` draws it, before it is drawn. */
export interface HistoryPicture {
  readonly caption: string;
  readonly data: HistoryData;
  readonly stamp: GraphStamp;
}

/** The newest points of a history, with its levels and the steps among them. */
export function historyPicture(history: History, falseRate: number): HistoryPicture {
  const result = seriesResult(history);
  return {
    caption: `${subjectOf(history)} ${history.metric}: ${history.points.length} runs with their levels`,
    data: dataOf(result, Math.max(0, result.points.length - MOST_POINTS)),
    stamp: stampOf(history, falseRate),
  };
}

/**
 * Another field than the picture of a report has, since this one shows steps and all environments:
 * `1a2b3c4d5e.levels`, and `1a2b3c4d5e.levels-0.05` for a rate of false steps that is not the default.
 */
export function levelsField(falseRate: number): string {
  return falseRate === FALSE_RATE ? 'levels' : `levels-${falseRate}`;
}

/** The rate of false steps that such a picture was searched with; `null` for a figure of another kind. */
export function levelsRate(figure: GraphMetadata['figure']): number | null {
  const match = /^[0-9a-f]{10}\.levels(?:-([\d.e-]+))?$/.exec(figure);
  return match && (match[1] === undefined ? FALSE_RATE : Number(match[1]));
}

function dataOf(of: HistoryResult['series'][number], from: number): HistoryData {
  const { benchmark, case: params, subject, metric, unit, direction } = of;
  return {
    kind: 'history',
    ...{ benchmark, case: params, subject, metric, unit, direction },
    points: of.points.slice(from).map((point) => ({
      run: point.run,
      commit: point.commit === null ? null : shortCommit(point.commit),
      dirty: false,
      measuredAt: point.startedAt,
      environment: point.environment,
      n: point.n,
      median: point.median,
      quartiles: point.quartiles,
      interval: point.interval,
    })),
    levels: of.levels
      .filter(({ to }) => to > from)
      .map((level) => ({ from: Math.max(0, level.from - from), to: level.to - from, level: level.level })),
    changes: of.changePoints
      .filter(({ index }) => index > from)
      .map(({ index, ratio, verdict, cause }) => ({ index: index - from, ratio, verdict, cause })),
  };
}

/** Of all points, also those before the first that is drawn: the levels rest on them. */
function stampOf({ points, ...of }: History, falseRate: number): GraphStamp {
  const last = points.at(-1)!;
  const { benchmark, case: params, subject, metric } = of;
  const unique = (values: readonly (string | null)[]): string[] => [
    ...new Set(values.filter((value) => value !== null)),
  ];
  const row = rowId({ run: last.runId, of: 'history', benchmark, case: params, subject, metric });
  return {
    figure: `${row}.${levelsField(falseRate)}`,
    runs: unique(points.map(({ runId }) => runId)),
    commits: unique(points.map(({ commit }) => commit)),
    dirty: false,
    measuredAt: last.startedAt,
    environments: unique(points.map(({ environmentId }) => environmentId)),
    samples: points.reduce((sum, { n }) => sum + n, 0),
  };
}
