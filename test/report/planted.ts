import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../src/core/case.ts';
import type { Revision, Side } from '../../src/core/measurement.ts';
import { BUILTIN_METRICS, type BuiltinMetricName } from '../../src/core/metric.ts';
import { normal, seededRandom } from '../../src/core/random.ts';
import type { Warning } from '../../src/core/warning.ts';
import { summarize } from '../../src/stats/descriptive.ts';
import { pairedEstimate } from '../../src/stats/paired.ts';
import { saveComparison } from '../../src/store/comparisons.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { declareMeasurement, sampleWriter, sealMeasurement } from '../../src/store/measurements.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createRun } from '../../src/store/runs.ts';

/** A real store with runs whose samples come from a seeded generator: the same seed, the same samples. */

export interface PlantedBenchmark {
  readonly name: string;
  readonly case: Case;
  /** Of the baseline, in seconds. */
  readonly wallS: number;
  /** Candidate / baseline. */
  readonly factor: number;
  /** Relative spread of a sample. */
  readonly noise: number;
  readonly warnings?: readonly Warning[];
}

export interface PlantedRun {
  readonly id: string;
  readonly startedAt: string;
  readonly candidate: Revision;
  readonly baseline: Revision | null;
  readonly benchmarks: readonly PlantedBenchmark[];
  readonly blocks: number;
  readonly seed: number;
}

export const COMMITS = {
  first: '1f0c3b5a7d9e2468ace013579bdf02468ace1357',
  main: '5e884898da28047151d0e56f8dc6292773603d0d',
  change: 'b03ddf3ca2e714a6548e7495e2a03f5e824eaac9',
} as const;

export const SLOWER: PlantedBenchmark = {
  name: 'parse',
  case: { size: 'large' },
  wallS: 0.1013,
  factor: 1.2,
  noise: 0.02,
};
export const SAME: PlantedBenchmark = {
  name: 'parse',
  case: { size: 'small' },
  wallS: 0.0121,
  factor: 1,
  noise: 0.003,
};
export const FASTER: PlantedBenchmark = {
  name: 'render <page> & "quotes"',
  case: {},
  wallS: 0.042,
  factor: 0.87,
  noise: 0.015,
  warnings: [
    {
      kind: 'outliers',
      message: '2 of 40 samples lie far from the others (up to 31 % above the median)',
      hint: 'close what else runs here, or raise `samples`',
    },
  ],
};

export function revision(label: string, commit: string, more: Partial<Revision> = {}): Revision {
  const plain = { parent: null, dirty: false, contentDigest: null };
  return {
    label,
    commit,
    ...plain,
    committedAt: '2026-11-01T10:00:00.000Z',
    title: 'Read in larger steps',
    ...more,
  };
}

export function compareRun(more: Partial<PlantedRun> = {}): PlantedRun {
  return {
    id: '01k9zcompare00000000000001',
    startedAt: '2026-11-20T14:33:07.000Z',
    candidate: revision('faster-parse', COMMITS.change),
    baseline: revision('main', COMMITS.main, { title: 'Count the lines' }),
    benchmarks: [SLOWER, SAME, FASTER],
    blocks: 40,
    seed: 20261120,
    ...more,
  };
}

export function singleRun(day: number, more: Partial<PlantedRun> = {}): PlantedRun {
  const commit = COMMITS.first.slice(day) + COMMITS.first.slice(0, day);
  return {
    ...compareRun(),
    id: `01k9zrun0000000000000000${String(day).padStart(2, '0')}`,
    startedAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`,
    candidate: revision('main', commit),
    baseline: null,
    seed: day,
    ...more,
  };
}

/** A temporary folder that is removed when the scope is left. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'assay-report-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A store in `folder` holding these runs. */
export async function plantStore(folder: string, runs: readonly PlantedRun[]): Promise<Store> {
  const store = await openStore(join(folder, 'assay.db'));
  await saveEnvironment(store, ENVIRONMENT);
  for (const run of runs) await plantRun(store, run);
  return store;
}

export const ENVIRONMENT = {
  id: 'e3b0c44298fc',
  identity: {
    cpu: { model: { value: 'Example CPU 3000' }, cores: { value: 2 }, smt: { value: false } },
    governor: { unavailable: 'cannot read /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor' },
    memory: { total: { value: 8_251_629_568 } },
    kernel: { value: 'Linux 6.1.0-26-amd64' },
    tools: { cc: { value: 'cc (Debian 12.2.0-14) 12.2.0' }, node: { value: 'v24.21.0' } },
  },
};

async function plantRun(store: Store, run: PlantedRun): Promise<void> {
  await createRun(store, {
    ...run,
    kind: run.baseline ? 'compare' : 'run',
    design: run.baseline ? 'interleaved' : null,
    settings: { falseAlarmBudget: 0.01, confidence: 0.99 },
    plan: null,
    environmentId: ENVIRONMENT.id,
    conditions: {},
    execution: { runtime: 'bare_metal', overhead: { unavailable: 'no calibration' } },
    version: '0.1.0',
    owner: null,
  });
  for (const [index, benchmark] of run.benchmarks.entries())
    await plantBenchmark(store, run, benchmark, index);
  const finishedAt = new Date(Date.parse(run.startedAt) + 61_000).toISOString();
  const timings = { buildS: 7.25, measureS: 41.5, totalS: 61 };
  await store.db
    .updateTable('run')
    .set({ status: 'completed', finished_at: finishedAt, timings: JSON.stringify(timings) })
    .where('id', '=', run.id)
    .execute();
}

async function plantBenchmark(
  store: Store,
  run: PlantedRun,
  of: PlantedBenchmark,
  index: number,
): Promise<void> {
  const sides: Side[] = run.baseline ? ['baseline', 'candidate'] : ['candidate'];
  const random = seededRandom(run.seed * 31 + index);
  const write = sampleWriter(store);
  const walls = new Map<Side, { id: number; values: number[] }>();
  for (const side of sides) {
    const ids = await declareAll(store, run.id, side, of);
    const values: number[] = [];
    for (let block = 0; block < run.blocks; block++) {
      const factor = side === 'candidate' ? of.factor : 1;
      const wall = of.wallS * factor * Math.exp(of.noise * normal(random));
      values.push(wall);
      write({
        ...{ runId: run.id, side, benchmark: of.name, case: of.case, seq: block, block },
        position: side === 'baseline' ? 0 : 1,
        startedAt: new Date(
          Date.parse(run.startedAt) + block * 1000 + (side === 'baseline' ? 0 : 500),
        ).toISOString(),
        ...{ exitCode: 0, signal: null, otherLoad: 0.02 },
        values: [
          [ids.wall, wall],
          [ids.user, wall * 0.9],
          [ids['peak-memory'], 4_194_304 + 4096 * random.below(8)],
        ],
      });
    }
    walls.set(side, { id: ids.wall, values });
    await seal(store, ids, of, side);
  }
  if (run.baseline) await compare(store, run, of, walls);
}

type Planted = Record<'wall' | 'user' | 'peak-memory' | 'instructions', number>;

async function declareAll(store: Store, runId: string, side: Side, of: PlantedBenchmark): Promise<Planted> {
  const declare = (metric: BuiltinMetricName): Promise<number> =>
    declareMeasurement(store, {
      ...{ runId, side, benchmark: of.name, case: of.case, subject: null, metric: BUILTIN_METRICS[metric] },
      status: 'measured',
      reason: null,
      judged: metric === 'wall',
      tolerance: 0.02,
      command: `./bin/${of.name.split(' ')[0]} --fast | tee 'out put.txt'`,
    });
  return {
    wall: await declare('wall'),
    user: await declare('user'),
    'peak-memory': await declare('peak-memory'),
    instructions: await declare('instructions'),
  };
}

async function seal(store: Store, ids: Planted, of: PlantedBenchmark, side: Side): Promise<void> {
  const none: readonly Warning[] = [];
  const warnings = side === 'candidate' ? (of.warnings ?? none) : none;
  await sealMeasurement(store, ids.wall, { status: 'measured', reason: null, warnings });
  await sealMeasurement(store, ids.user, { status: 'measured', reason: null, warnings: none });
  await sealMeasurement(store, ids['peak-memory'], { status: 'measured', reason: null, warnings: none });
  const reason = 'perf_event_open: no hardware counters on this machine (ENOENT)';
  await sealMeasurement(store, ids.instructions, { status: 'unavailable', reason, warnings: none });
}

async function compare(
  store: Store,
  run: PlantedRun,
  of: PlantedBenchmark,
  walls: ReadonlyMap<Side, { id: number; values: number[] }>,
): Promise<void> {
  const baseline = walls.get('baseline')!;
  const candidate = walls.get('candidate')!;
  const alpha = 0.01 / run.benchmarks.length;
  const settings = { tolerance: 0.02, direction: 'lower', unit: 's' } as const;
  const estimate = pairedEstimate(baseline.values, candidate.values, { ...settings, alpha: alpha / 2 });
  await saveComparison(store, {
    ...{ runId: run.id, benchmark: of.name, case: of.case, subject: null, metric: 'wall', ...settings },
    ...estimate,
    baseline: summarize(baseline.values),
    candidate: summarize(candidate.values),
    baselineMeasurement: baseline.id,
    candidateMeasurement: candidate.id,
    ...{ alpha, alphaAtLook: alpha / 2, blocks: run.blocks },
  });
}
