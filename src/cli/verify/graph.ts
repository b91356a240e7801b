import type { GraphMetadata } from '../../chart/graph.ts';
import { checkGraph, readGraph } from '../../report/verify/graph.ts';
import type { Problem } from '../../report/verify/problem.ts';
import type { EvidenceSource } from './evidence.ts';

/** Checks one picture by itself: what it says it is of is looked up in the store and drawn again. */
export async function checkGraphFile(
  file: string,
  bytes: Uint8Array,
  source: EvidenceSource,
): Promise<{ metadata: GraphMetadata | null; problems: Problem[] }> {
  const graph = await readGraph(file, bytes);
  if ('kind' in graph) return { metadata: null, problems: [graph] };
  const { metadata } = graph;
  if (!metadata) return { metadata: null, problems: [] };
  const { figure, runs } = metadata;
  const missing = runs.filter((run) => !source.runs.has(run));
  const own = runs.at(-1);
  if (missing.length > 0 || own === undefined) {
    const message = `the store has no run ${missing.join(', ') || '(none named)'}`;
    return { metadata, problems: [{ kind: 'missing-evidence', file, figure, message }] };
  }
  const history = await source.history(metadata);
  if (history) {
    const problem = await checkGraph(graph, history.planned);
    return { metadata, problems: problem ? [...history.problems, problem] : [...history.problems] };
  }
  const checked = (await source.load(own, runs))!;
  const planned = checked.graphs.find(({ stamp }) => stamp.figure === figure);
  const problem = await checkGraph(graph, planned);
  const drawn = new Set(planned?.sources.map(({ measurement }) => measurement));
  const changed = checked.problems.filter(({ measurements }) => measurements.some((id) => drawn.has(id)));
  const stored = changed.map(({ problem }) => problem);
  return { metadata, problems: problem ? [...stored, problem] : stored };
}
