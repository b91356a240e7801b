import { rm } from 'node:fs/promises';
import { BUILTIN_METRICS, type BuiltinMetricName } from '../../src/core/metric.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { declareMeasurement } from '../../src/store/measurements.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createRun } from '../../src/store/runs.ts';

const ENVIRONMENT = { id: 'bench', identity: { bench: { value: true } } };

/** A new store at `path` with the environment that {@link addRun} names. */
export async function newStore(path: string): Promise<Store> {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) await rm(file, { force: true });
  const store = await openStore(path);
  await saveEnvironment(store, ENVIRONMENT);
  return store;
}

/** A run of one commit, the `number`th second of a day. */
export async function addRun(store: Store, id: string, number: number): Promise<void> {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  await createRun(store, {
    id,
    kind: 'run',
    startedAt,
    design: null,
    seed: number,
    settings: { falseAlarmBudget: 0.01, confidence: 0.99 },
    plan: null,
    environmentId: ENVIRONMENT.id,
    conditions: {},
    execution: {},
    version: '0',
    owner: null,
    candidate: {
      label: 'main',
      commit: number.toString(16).padStart(40, '0'),
      parent: null,
      dirty: false,
      contentDigest: null,
      committedAt: startedAt,
      title: `commit ${number}`,
    },
    baseline: null,
  });
}

/** The measurement of one metric of a run, without samples yet. */
export function addMeasurement(
  store: Store,
  runId: string,
  metric: BuiltinMetricName,
  benchmark: string,
): Promise<number> {
  return declareMeasurement(store, {
    runId,
    side: 'candidate',
    benchmark,
    case: {},
    subject: null,
    metric: BUILTIN_METRICS[metric],
    status: 'measured',
    reason: null,
    judged: metric === 'wall',
    tolerance: 0.02,
    command: 'bench',
  });
}
