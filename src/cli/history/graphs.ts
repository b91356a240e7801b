import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphStamp, HistoryData } from '../../chart/graph.ts';
import { renderGraph } from '../../chart/render.ts';
import { AssayError } from '../../core/error.ts';
import type { History } from '../../judge/history.ts';
import { rowId } from '../../report/figure.ts';
import { shortCommit, slug, subjectOf } from '../../report/names.ts';
import type { HistoryResult } from '../schemas/history.ts';

/** A picture has a column a run: with more than these of 1,100 pixels, runs would fall on one another. */
const MOST_POINTS = 1000;

/** Draws one history into `folder` and gives the paths of the two files. */
export async function drawHistory(
  folder: string,
  history: History,
  result: HistoryResult['series'][number],
): Promise<{ svg: string; png: string }> {
  const from = Math.max(0, result.points.length - MOST_POINTS);
  const { svg, png } = await renderGraph(dataOf(result, from), stampOf(history, from));
  const environment = history.environment === null ? '' : ` ${history.environment}`;
  const name = slug(`${subjectOf(history)} ${history.metric} history${environment}`);
  const paths = { svg: join(folder, `${name}.svg`), png: join(folder, `${name}.png`) };
  await writeWhole(folder, paths.svg, svg);
  await writeWhole(folder, paths.png, png);
  return paths;
}

/** What is drawn: the newest points, with the levels and steps among them. */
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

function stampOf(history: History, from: number): GraphStamp {
  const points = history.points.slice(from);
  const last = points.at(-1)!;
  const { benchmark, case: params, subject, metric } = history;
  const unique = (values: readonly (string | null)[]): string[] => [
    ...new Set(values.filter((value) => value !== null)),
  ];
  return {
    // Another field than the picture of a report has: this one shows steps and all environments.
    figure: `${rowId({ run: last.runId, of: 'history', benchmark, case: params, subject, metric })}.levels`,
    runs: unique(points.map(({ runId }) => runId)),
    commits: unique(points.map(({ commit }) => commit)),
    dirty: false,
    measuredAt: last.startedAt,
    environments: unique(points.map(({ environmentId }) => environmentId)),
    samples: points.reduce((sum, { n }) => sum + n, 0),
  };
}

/** Under another name first, so that no reader sees a half. */
async function writeWhole(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (cause) {
    throw new AssayError('infrastructure', `${path} cannot be written: ${(cause as Error).message}`, {
      hint: 'give another folder with --out, or --no-graphs',
      cause,
    });
  }
}
