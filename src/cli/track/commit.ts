import type { Plan } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import type { Revision } from '../../core/measurement.ts';
import { caseRecorder } from '../../measure/recorder.ts';
import { BuildFailure } from '../../measure/tree.ts';
import type { Secrets } from '../../platform/secret.ts';
import { loadMeasurements } from '../../store/measurements.ts';
import type { RunRecord } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { benchFor } from '../project/here.ts';
import { type Bench, executeRun } from '../project/measuring.ts';
import { precisionRule } from '../run/commit.ts';
import type { TrackResult } from '../schemas/track.ts';
import { startProgress } from '../terminal/progress.ts';
import type { TrackFlags } from '../track.ts';

export type Tracked = TrackResult['commits'][number];

export interface TrackOrder {
  readonly plan: Plan;
  readonly secrets: Secrets;
  /** Short id. */
  readonly environment: string;
  readonly flags: TrackFlags;
}

/** Measures one commit in a run of its own, or goes on with the one that was interrupted. */
export async function measureTracked(
  context: Context,
  bench: Bench,
  of: Tracked,
  resume: RunRecord | null,
  { plan, secrets, flags }: TrackOrder,
): Promise<Tracked> {
  const progress = await startProgress(context);
  let runId = resume?.id ?? null;
  try {
    runId = await executeRun(context, bench, {
      ...{ kind: 'run', plan, secrets, seed: flags.seed, resume, budget: plan.falseAlarmBudget },
      revisions: new Map([['candidate', resume?.candidate ?? revisionOf(of)]]),
      ruleFor: precisionRule,
      caseDone: async () => {},
      onEvent: progress.onEvent,
      onStart: (id) => {
        runId = id;
      },
    });
  } catch (error) {
    if (error instanceof AssayError && error.code === 'interrupted') {
      throw new AssayError('interrupted', error.message, { hint: 'the same command goes on', cause: error });
    }
    const { cause } = error as AssayError;
    if (!(cause instanceof BuildFailure) || runId === null) throw error;
    const reason = `the build failed: ${cause.how}`;
    await recordFailure(await benchFor(bench, plan), runId, plan, reason);
    return { ...of, status: 'unbuildable', run: runId, resumed: resume !== null, reason };
  } finally {
    progress.done();
  }
  const failure = (await loadMeasurements(bench.store, runId)).find(({ status }) => status === 'failed');
  const reason = failure?.reason ?? null;
  const status = reason === null ? 'measured' : 'failed';
  return { ...of, status, run: runId, resumed: resume !== null, reason };
}

function revisionOf({ commit, committedAt, title }: Tracked): Revision {
  return {
    ...{ label: commit.slice(0, 12), commit, committedAt, title },
    ...{ parent: null, dirty: false, contentDigest: null },
  };
}

/** That a commit cannot be built is a finding too: it is kept with every measurement that there cannot be. */
async function recordFailure(
  { store, unavailable }: Bench,
  runId: string,
  plan: Plan,
  reason: string,
): Promise<void> {
  for (const benchmark of plan.benchmarks) {
    for (const planned of benchmark.cases) {
      const recorder = await caseRecorder({
        ...{ store, runId, benchmark, case: planned, sides: ['candidate'] },
        unavailable: new Map([['candidate', unavailable]]),
        inContainers: new Set(),
      });
      await recorder.seal('candidate', { failure: reason, warnings: () => [] });
    }
  }
}
