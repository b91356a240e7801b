import type { GraphMetadata } from '../../chart/graph.ts';
import { canonicalJson, digest } from '../../core/canonical.ts';
import { type History, historiesOf } from '../../judge/history.ts';
import { rowId } from '../../report/figure.ts';
import type { PlannedGraph } from '../../report/graphs.ts';
import { loadMeasurement, loadSamples, sampleDigest } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import { listSeries, loadSeries, type StoredSeries } from '../../store/series.ts';
import { type HistoryPicture, historyPicture, levelsRate } from './picture.ts';

/** A picture of `assay history` as the store gives it now. */
export interface DerivedHistory {
  readonly planned: PlannedGraph;
  /** Measurements of which the samples are not those that were sealed. */
  readonly changed: readonly number[];
}

/**
 * Derives a picture of `assay history` again, from the runs and commits that it names in the order in which it
 * names them; `null` where the figure is of another kind, or no series of the store has it.
 */
export async function deriveHistory(store: Store, metadata: GraphMetadata): Promise<DerivedHistory | null> {
  const falseRate = levelsRate(metadata.figure);
  const series = falseRate === null ? undefined : seriesOf(store, metadata);
  if (falseRate === null || !series) return null;
  const order = new Map(metadata.commits.map((commit, place) => [commit, place]));
  const [runs, environments] = [new Set(metadata.runs), new Set(metadata.environments)];
  const points = loadSeries(store, series).filter(
    ({ runId, environmentId }) => runs.has(runId) && environments.has(environmentId),
  );
  // Outside of a repository the runs stood in the order of time.
  const [inOrder, inTime] = [order, null].map((by) => historiesOf(series, points, by, falseRate).histories);
  const found = [...inOrder!, ...inTime!].filter((each) => each.points.length > 0);
  const pictures = found.map((history) => ({ history, picture: historyPicture(history, falseRate) }));
  const best = pictures.find(({ picture }) => isOf(picture, metadata)) ?? pictures[0];
  return best ? withSources(store, metadata.figure, best) : null;
}

/** The series whose row this is: that of the newest commit's run. */
function seriesOf(store: Store, { figure, runs }: GraphMetadata): StoredSeries | undefined {
  const row = figure.split('.')[0];
  return listSeries(store).find(({ benchmark, case: params, subject, metric }) =>
    runs.some((run) => rowId({ run, of: 'history', benchmark, case: params, subject, metric }) === row),
  );
}

function isOf({ data, stamp }: HistoryPicture, metadata: GraphMetadata): boolean {
  return digest(data) === metadata.dataDigest && canonicalJson(stamp.runs) === canonicalJson(metadata.runs);
}

async function withSources(
  store: Store,
  name: string,
  { history, picture }: { history: History; picture: HistoryPicture },
): Promise<DerivedHistory> {
  const sources: PlannedGraph['sources'][number][] = [];
  const changed: number[] = [];
  for (const measurement of history.points.flatMap(({ measurementIds }) => measurementIds)) {
    const now = sampleDigest(await loadSamples(store, measurement));
    sources.push({ measurement, sampleDigest: now });
    if ((await loadMeasurement(store, measurement)).digest !== now) changed.push(measurement);
  }
  return { planned: { name, file: name, ...picture, sources }, changed };
}
