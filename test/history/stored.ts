import type { Design } from '../../src/core/comparison.ts';
import { BUILTIN_METRICS, type BuiltinMetricName } from '../../src/core/metric.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { declareMeasurement, insertSamples, sealMeasurement } from '../../src/store/measurements.ts';
import type { Store } from '../../src/store/open.ts';
import { createRun, endRun } from '../../src/store/runs.ts';

export interface StoredRun {
  readonly id: string;
  readonly commit: string;
  readonly environment?: string;
  readonly startedAt?: string;
  readonly committedAt?: string;
  readonly design?: Design | null;
  /** Samples by metric of the benchmark `work`. */
  readonly samples: Partial<Record<BuiltinMetricName, readonly number[]>>;
  readonly benchmark?: string;
}

/** Stores a complete run of one commit, as if it had been measured. */
export async function storeRun(store: Store, run: StoredRun): Promise<void> {
  const environmentId = run.environment ?? 'e1';
  const startedAt = run.startedAt ?? '2026-01-01T00:00:00.000Z';
  await saveEnvironment(store, { id: environmentId, identity: {} });
  await createRun(store, {
    ...{ id: run.id, kind: 'run', startedAt, design: null, seed: 1, plan: null, environmentId },
    settings: { falseAlarmBudget: 0.01, confidence: 0.99 },
    ...{ conditions: {}, execution: { runtime: 'bare_metal' }, version: '0', owner: null },
    candidate: {
      ...{ label: run.commit.slice(0, 12), commit: run.commit, parent: null, dirty: false },
      ...{ contentDigest: null, committedAt: run.committedAt ?? startedAt, title: 'a commit' },
    },
    baseline: null,
  });
  for (const [metric, values] of Object.entries(run.samples)) {
    const id = await declareMeasurement(store, {
      ...{ runId: run.id, side: 'candidate', benchmark: run.benchmark ?? 'work', case: {}, subject: null },
      ...{ metric: BUILTIN_METRICS[metric as BuiltinMetricName], status: 'measured', reason: null },
      ...{ judged: true, tolerance: 0.02, command: 'work' },
    });
    await insertSamples(store, id, values);
    await sealMeasurement(store, id, { status: 'measured', reason: null, warnings: [] });
  }
  await endRun(store, run.id, { status: 'completed', finishedAt: startedAt, timings: null });
}

/** `n` samples around `level` with a relative standard deviation within the run and one of the run itself. */
export function noisySamples(seed: number, level: number, within = 0.01, between = 0.003, n = 20): number[] {
  const random = seededRandom(seed);
  const run = level * Math.exp(between * normal(random));
  return Array.from({ length: n }, () => run * Math.exp(within * normal(random)));
}
