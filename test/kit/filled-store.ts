import type { RunKind } from '../../src/core/measurement.ts';
import { BUILTIN_METRICS } from '../../src/core/metric.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { declareMeasurement, insertSamples, sealMeasurement } from '../../src/store/measurements.ts';
import type { Store } from '../../src/store/open.ts';
import { createRun, endRun } from '../../src/store/runs.ts';

export interface FilledRun {
  readonly id: string;
  readonly startedAt?: string;
  readonly samples?: readonly number[];
  readonly kind?: RunKind;
}

/** Stores a complete run of one benchmark `work` with these wall times, in seconds. Gives its measurement's id. */
export async function fillRun(
  store: Store,
  { id, startedAt, samples = [1, 2, 3], kind = 'run' }: FilledRun,
): Promise<number> {
  await saveEnvironment(store, { id: 'e1', identity: {} });
  const start = startedAt ?? new Date().toISOString();
  await createRun(store, {
    id,
    kind,
    startedAt: start,
    design: null,
    seed: 1,
    settings: { falseAlarmBudget: 0.01, confidence: 0.99 },
    plan: null,
    environmentId: 'e1',
    conditions: {},
    execution: { runtime: 'bare_metal' },
    version: '0',
    owner: null,
    candidate: {
      ...{ label: 'main', commit: id.padEnd(40, '0'), parent: null, dirty: false },
      ...{ contentDigest: null, committedAt: start, title: 'a commit' },
    },
    baseline: null,
  });
  const measurement = await declareMeasurement(store, {
    ...{ runId: id, side: 'candidate', benchmark: 'work', case: {}, subject: null },
    ...{ metric: BUILTIN_METRICS.wall, status: 'measured', reason: null, judged: true, tolerance: 0.02 },
    command: 'work',
  });
  await insertSamples(store, measurement, samples);
  await sealMeasurement(store, measurement, { status: 'measured', reason: null, warnings: [] });
  await endRun(store, id, { status: 'completed', finishedAt: start, timings: null });
  return measurement;
}
