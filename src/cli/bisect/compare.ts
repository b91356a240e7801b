import type { Plan } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import { BuildFailure } from '../../measure/tree.ts';
import type { Secrets } from '../../platform/secret.ts';
import { loadComparisons } from '../../store/comparisons.ts';
import type { ComparisonRecord, RunRecord } from '../../store/records.ts';
import { listRuns } from '../../store/runs.ts';
import { measureComparison } from '../compare/run.ts';
import type { Context } from '../context.ts';
import type { Bench } from '../project/measuring.ts';
import { isSamePlan } from '../stored/same-plan.ts';

export interface ComparisonRequest {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly baseline: Revision;
  readonly candidate: Revision;
  readonly seed: number | undefined;
  readonly environment: string;
}

/** The comparison of two commits, or why there is none. */
export type Compared =
  | { readonly run: string; readonly stored: boolean; readonly comparisons: readonly ComparisonRecord[] }
  | { readonly untestable: string };

/** Compares now, goes on with a comparison that was interrupted, or takes the one that this very plan gave before. */
export async function compareOrReuse(
  context: Context,
  bench: Bench,
  request: ComparisonRequest,
): Promise<Compared> {
  const same = (await listRuns(bench.store, { kind: 'compare', commit: request.candidate.commit! })).filter(
    (run) => isSame(run, request),
  );
  const done = same.find(({ status }) => status === 'completed');
  if (done) return { run: done.id, stored: true, comparisons: await loadComparisons(bench.store, done.id) };
  const resume = same.find(({ status }) => status === 'interrupted') ?? null;
  try {
    const run = await measureComparison(context, bench, { ...request, resume });
    return { run, stored: false, comparisons: await loadComparisons(bench.store, run) };
  } catch (error) {
    if (error instanceof AssayError && error.code === 'interrupted') {
      throw new AssayError('interrupted', error.message, { hint: 'the same command goes on', cause: error });
    }
    const { cause } = error as AssayError;
    if (cause instanceof BuildFailure) return { untestable: `the build failed: ${cause.how}` };
    throw error;
  }
}

function isSame(run: RunRecord, { plan, baseline, environment }: ComparisonRequest): boolean {
  return (
    run.environmentId === environment &&
    run.baseline?.commit === baseline.commit &&
    isSamePlan(run.plan, plan)
  );
}
