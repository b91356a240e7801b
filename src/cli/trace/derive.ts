import type { GraphMetadata } from '../../chart/graph.ts';
import { caseKey } from '../../core/case.ts';
import { AssayError } from '../../core/error.ts';
import type { Evidence } from '../../report/data.ts';
import { factsOf } from '../../report/facts.ts';
import type { Figure } from '../../report/figure.ts';
import { figuresOf } from '../../report/figures.ts';
import { graphFigures, planGraphs } from '../../report/graphs.ts';
import { statisticWords } from '../../report/statistic.ts';
import {
  loadExecutions,
  loadMeasurement,
  loadSampleRecords,
  sampleDigest,
} from '../../store/measurements.ts';
import type { Store } from '../../store/open.ts';
import { listRuns } from '../../store/runs.ts';
import { deriveHistory } from '../history/derive.ts';
import { loadEvidence } from '../report/evidence.ts';
import type { TraceJson } from '../schemas/trace.ts';
import type { Asked } from './find.ts';

/** Derives the figure again: what is printed comes from the store, never from what was published. */
export async function trace(
  store: Store,
  name: string,
  { id, run: runId, history, picture }: Asked,
): Promise<TraceJson> {
  if (!(await listRuns(store)).some((run) => run.id === runId)) {
    throw new AssayError(
      'inconclusive',
      `run ${runId}, which ${id} was measured in, is not in ${store.path}`,
      {
        hint: 'give a database or a backup that has it: assay --db FILE trace …',
      },
    );
  }
  const evidence = await loadEvidence(
    store,
    runId,
    history === null ? {} : { historyRuns: new Set(history) },
  );
  const figures = picture ? await ofHistory(store, evidence, picture) : matching(evidence, id);
  if (figures.length === 0) {
    throw new AssayError('input', `run ${runId} has no figure ${id}`, {
      hint: 'was it edited? assay verify tells',
    });
  }
  const { run, environment } = evidence;
  const ids = [...new Set(figures.flatMap((figure) => figure.measurements))];
  const measurements = [];
  for (const measurement of ids) measurements.push(await tracedMeasurement(store, measurement));
  return {
    schema: 'assay.trace/1',
    asked: name,
    figures: figures.map(({ run: _, ...figure }) => ({
      ...figure,
      measurements: [...figure.measurements],
      formula: statisticWords(figure.statistic, run.design),
    })),
    run: runOf(run),
    environment: [...factsOf(environment.identity), ...factsOf(run.execution, 'execution')],
    measurements,
  };
}

/** A picture of `assay history`, which no report has. */
async function ofHistory(store: Store, { run }: Evidence, metadata: GraphMetadata): Promise<Figure[]> {
  const found = await deriveHistory(store, metadata);
  return found ? [...graphFigures(run, [found.planned]).values()] : [];
}

function matching(evidence: Evidence, id: string): Figure[] {
  const all = new Map([...figuresOf(evidence), ...graphFigures(evidence.run, planGraphs(evidence))]);
  const exact = all.get(id);
  return exact ? [exact] : [...all.values()].filter((figure) => figure.id.startsWith(`${id}.`));
}

function runOf({
  id,
  kind,
  status,
  design,
  startedAt,
  version,
  environmentId,
  baseline,
  candidate,
}: Evidence['run']) {
  return { id, kind, status, design, startedAt, version, environment: environmentId, baseline, candidate };
}

async function tracedMeasurement(store: Store, id: number): Promise<TraceJson['measurements'][number]> {
  const of = await loadMeasurement(store, id);
  const samples = loadSampleRecords(store, id);
  const key = caseKey(of.case);
  const own = (await loadExecutions(store, of.runId)).filter(
    (e) => e.side === of.side && e.benchmark === of.benchmark && caseKey(e.case) === key,
  );
  const bySeq = new Map(own.map((execution) => [execution.seq, execution]));
  const digest = sampleDigest([...samples.values()]);
  const { side, benchmark, subject, metric, unit, command } = of;
  return {
    ...{ id, run: of.runId, side, benchmark, case: { ...of.case }, subject, metric, unit, command, digest },
    intact: of.digest === null ? null : of.digest === digest,
    samples: Array.from(samples, ([seq, value]) => {
      const { block = null, position = null, startedAt = null, exitCode = null } = bySeq.get(seq) ?? {};
      return { seq, value, block, position, startedAt, exitCode };
    }),
  };
}
