import type { GraphMetadata } from '../../chart/graph.ts';
import { canonicalJson } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import type { Evidence } from '../../report/data.ts';
import { comparisonRow, measurementRow } from '../../report/figures.ts';
import { type PlannedGraph, planGraphs } from '../../report/graphs.ts';
import type { Problem } from '../../report/verify/problem.ts';
import { loadComparisons } from '../../store/comparisons.ts';
import { loadMeasurement, loadMeasurements } from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import type { MeasurementRecord } from '../../store/records.ts';
import { listRuns } from '../../store/runs.ts';
import { deriveHistory } from '../history/derive.ts';
import { loadEvidence } from '../report/evidence.ts';

/** A run as the store has it now, and what is wrong with it there. */
export interface CheckedEvidence {
  readonly evidence: Evidence;
  readonly problems: readonly StoredProblem[];
  readonly graphs: readonly PlannedGraph[];
}

/** What is wrong in the store itself, and whose samples it concerns. */
export interface StoredProblem {
  readonly problem: Problem;
  readonly measurements: readonly number[];
}

/** Loads and checks each run once, with the history that a file was written with. */
export interface EvidenceSource {
  /** Path of the database that is verified against. */
  readonly database: string;
  /** Ids of all runs in the store. */
  readonly runs: ReadonlySet<string>;
  /** `null` where the store has no such run. `history`: the runs that may stand in its histories. */
  load(run: string, history: readonly string[]): Promise<CheckedEvidence | null>;
  /** A picture of `assay history` as the store gives it now; `null` for those of reports. */
  history(
    metadata: GraphMetadata,
  ): Promise<{ readonly planned: PlannedGraph; readonly problems: readonly Problem[] } | null>;
}

export async function evidenceSource(store: Store): Promise<EvidenceSource> {
  const runs = new Set((await listRuns(store)).map(({ id }) => id));
  const loaded = new Map<string, Promise<CheckedEvidence>>();
  return {
    database: store.path,
    runs,
    async load(run, history) {
      if (!runs.has(run)) return null;
      const key = canonicalJson([run, [...history].sort()]);
      const found = loaded.get(key) ?? checkedEvidence(store, run, new Set(history));
      loaded.set(key, found);
      return found;
    },
    async history(metadata) {
      const found = await deriveHistory(store, metadata);
      if (!found) return null;
      const problems: Problem[] = [];
      for (const id of found.changed) {
        const { runId, ...of } = await loadMeasurement(store, id);
        problems.push(changedSample(store, { ...of, row: measurementRow(runId, of) }));
      }
      return { planned: found.planned, problems };
    },
  };
}

async function checkedEvidence(
  store: Store,
  run: string,
  historyRuns: ReadonlySet<string>,
): Promise<CheckedEvidence> {
  const evidence = await loadEvidence(store, run, { historyRuns });
  const problems = [
    ...(await changedSamples(store, evidence)),
    ...(await changedConclusions(store, evidence)),
  ];
  return { evidence, problems, graphs: planGraphs(evidence) };
}

/** The digest that was sealed with a measurement fixes its samples. */
async function changedSamples(store: Store, evidence: Evidence): Promise<StoredProblem[]> {
  const { run, measurements, histories } = evidence;
  const sealed = new Map((await loadMeasurements(store, run.id)).map(({ id, digest }) => [id, digest]));
  const own = measurements.map((m) => ({ ...m, row: measurementRow(run.id, m) }));
  const others = histories.flatMap((history) =>
    history.points
      .filter((point) => point.run !== run.id)
      .map((point) => ({
        ...{ id: point.measurement, sampleDigest: point.sampleDigest, benchmark: history.benchmark },
        ...{
          metric: history.metric,
          side: point.side,
          row: measurementRow(point.run, { ...history, side: point.side }),
        },
      })),
  );
  for (const { id } of others) sealed.set(id, (await loadMeasurement(store, id)).digest);
  return [...own, ...others]
    .filter(({ id, sampleDigest }) => (sealed.get(id) ?? sampleDigest) !== sampleDigest)
    .map((each) => ({ problem: changedSample(store, each), measurements: [each.id] }));
}

interface Changed extends Pick<MeasurementRecord, 'id' | 'benchmark' | 'metric' | 'side'> {
  readonly row: string;
}

function changedSample(store: Store, { id, benchmark, metric, side, row }: Changed): Problem {
  const message = `the samples of measurement ${id} (${benchmark} ${metric}, ${side}) are not those that were sealed with it`;
  return { kind: 'changed-sample', file: store.path, figure: row, message };
}

/** What was concluded at the time against what the samples give now. */
async function changedConclusions(store: Store, { run, comparisons }: Evidence): Promise<StoredProblem[]> {
  const stored = await loadComparisons(store, run.id);
  return stored.flatMap((was, index): StoredProblem[] => {
    const is = comparisons[index];
    if (!is) throw new AssayError('store', `run ${run.id} lost a comparison while it was read`);
    const keys = [
      'ratio',
      'interval',
      'minimumDetectable',
      'verdict',
      'baseline',
      'candidate',
      'blocks',
    ] as const;
    const other = keys.find((key) => canonicalJson(was[key]) !== canonicalJson(is[key]));
    if (other === undefined) return [];
    const message = `the stored ${other} of ${was.benchmark} ${was.metric} is not what its samples give`;
    const problem: Problem = {
      kind: 'changed-sample',
      file: store.path,
      figure: comparisonRow(run.id, is),
      message,
    };
    return [{ problem, measurements: [is.baselineMeasurement, is.candidateMeasurement] }];
  });
}
