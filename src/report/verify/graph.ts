import type { GraphMetadata, GraphStamp } from '../../chart/graph.ts';
import { canonicalJson, digest } from '../../core/canonical.ts';
import { AssayError } from '../../core/error.ts';
import type { PlannedGraph } from '../graphs.ts';
import { shortCommit } from '../names.ts';
import type { Problem, ProblemKind } from './problem.ts';

/** A picture as found, with what it says of itself. */
export interface FoundGraph {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** `null` for a picture that Assay did not draw. */
  readonly metadata: GraphMetadata | null;
}

/** Reads what a picture says of itself; a damaged one is a problem and not an error. */
export async function readGraph(file: string, bytes: Uint8Array): Promise<FoundGraph | Problem> {
  const { readGraphMetadata } = await import('../../chart/metadata.ts');
  try {
    return { file, bytes, metadata: readGraphMetadata(bytes) };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { kind: 'edited', file, figure: null, message: error.message };
  }
}

/**
 * Compares a picture with the one its samples give. `planned` is drawn from the store as it is now,
 * `undefined` where no run of the store has that figure.
 */
export async function checkGraph(
  { file, bytes, metadata }: FoundGraph,
  planned: PlannedGraph | undefined,
): Promise<Problem | null> {
  const figure = metadata?.figure ?? planned?.stamp.figure ?? null;
  const problem = (kind: ProblemKind, message: string): Problem => ({ kind, file, figure, message });
  if (!metadata) return problem('foreign', 'not a graph that Assay drew');
  if (!planned) return problem('foreign', `no such figure in run ${metadata.runs.at(-1) ?? '(none)'}`);
  const stamp = stampDifference(metadata, planned.stamp);
  if (stamp) return problem('foreign', stamp);
  const { contentDigestOf } = await import('../../chart/metadata.ts');
  if (contentDigestOf(bytes) !== metadata.contentDigest)
    return problem('edited', 'the picture was changed after it was drawn');
  if (metadata.dataDigest !== digest(planned.data))
    return problem('edited', 'drawn from other data than the samples');
  const { renderGraph } = await import('../../chart/render.ts');
  const drawn = await renderGraph(planned.data, planned.stamp);
  const again = file.endsWith('.png') ? drawn.png : Buffer.from(drawn.svg);
  if (contentDigestOf(again) === metadata.contentDigest) return null;
  if (drawn.metadata.version === metadata.version)
    return problem('edited', 'not the picture that its samples give');
  return problem(
    'missing-evidence',
    `drawn by Assay ${metadata.version}; ${drawn.metadata.version} draws it differently`,
  );
}

/** What a picture claims to be of, against what it is of. */
function stampDifference(found: GraphMetadata, expected: GraphStamp): string | null {
  const [own, right] = [found.commits.at(-1), expected.commits.at(-1)];
  if (own !== right) return `a graph of commit ${short(own)}, not of ${short(right)}`;
  const keys = ['figure', 'runs', 'commits', 'dirty', 'measuredAt', 'environments', 'samples'] as const;
  const other = keys.find((key) => canonicalJson(found[key]) !== canonicalJson(expected[key]));
  return other === undefined
    ? null
    : `says ${other} ${canonicalJson(found[other])}, is ${canonicalJson(expected[other])}`;
}

function short(commit: string | undefined): string {
  return commit === undefined ? '(none)' : shortCommit(commit);
}
