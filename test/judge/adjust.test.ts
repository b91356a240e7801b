import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Calibration, CalibrationRow } from '../../src/core/calibration.ts';
import type { Side } from '../../src/core/measurement.ts';
import { BUILTIN_METRICS } from '../../src/core/metric.ts';
import { type AcrossSubject, bridgesBetween, factorOf, likeWork } from '../../src/judge/adjust.ts';
import { overheadIn } from '../../src/judge/overhead.ts';
import { effectOf } from '../../src/stats/effect.ts';
import { saveCalibration } from '../../src/store/calibrations.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { declareMeasurement, sampleWriter } from '../../src/store/measurements.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { fillRun } from '../kit/filled-store.ts';
import { temporaryFolder } from '../kit/folder.ts';

const BLOCKS = 20;

interface ProbeSamples {
  readonly benchmark: string;
  readonly work: CalibrationRow['work'];
  readonly workload?: string;
  /** What the candidate's environment makes of a second. */
  readonly factor: number;
}

/** A calibration of `here` and `there` with samples that spread by some percent. */
async function calibrated(
  store: Store,
  runId: string,
  [from, to]: readonly [string, string],
  probes: readonly ProbeSamples[],
): Promise<Calibration> {
  await fillRun(store, { id: runId, kind: 'calibrate' });
  for (const id of [from, to]) await saveEnvironment(store, { id, identity: {} });
  const rows: CalibrationRow[] = [];
  for (const probe of probes) rows.push(await rowOf(store, runId, probe));
  const calibration: Calibration = {
    ...{ runId, measuredAt: `2026-01-0${runId.at(-1)}T00:00:00Z`, budget: 0.01, alpha: 0.001, rows },
    baseline: { name: 'host', id: from },
    candidate: { name: 'small', id: to },
  };
  saveCalibration(store, calibration);
  return calibration;
}

async function rowOf(store: Store, runId: string, probe: ProbeSamples): Promise<CalibrationRow> {
  const { benchmark, factor, work, workload = null } = probe;
  const samples = { baseline: [] as number[], candidate: [] as number[] };
  const ids = new Map<Side, number>();
  const write = sampleWriter(store);
  for (const side of ['baseline', 'candidate'] as const) {
    const id = await declareMeasurement(store, {
      ...{ runId, side, benchmark, case: {}, subject: null, metric: BUILTIN_METRICS.wall },
      ...{ status: 'measured', reason: null, judged: true, tolerance: 0, command: benchmark },
    });
    ids.set(side, id);
    for (let block = 0; block < BLOCKS; block++) {
      const value = (side === 'candidate' ? factor : 1) * (1 + ((block * 7) % 11) / 1000 + block / 500);
      samples[side].push(value);
      write({
        ...{ runId, side, benchmark, case: {}, seq: block, block, position: 0, startedAt: '' },
        ...{ exitCode: 0, signal: null, otherLoad: null, values: [[id, value]] },
      });
    }
  }
  const question = { alpha: 0.001, direction: 'lower', unit: 's', asAmount: false } as const;
  return {
    ...{ benchmark, case: {}, metric: 'wall', unit: 's', direction: 'lower', work, workload },
    ...{ status: 'measured', reason: null, baselineMedian: 1, candidateMedian: factor },
    ...effectOf(samples.baseline, samples.candidate, question),
    measurements: [ids.get('baseline')!, ids.get('candidate')!],
  };
}

const SORT: AcrossSubject = {
  ...{ benchmark: 'sort', case: {}, metric: 'wall', workload: 'w1', work: 'compute' },
};
const PROBES: readonly ProbeSamples[] = [
  { benchmark: 'probe:integer', work: 'compute', factor: 2 },
  { benchmark: 'probe:floating', work: 'compute', factor: 1.5 },
  { benchmark: 'probe:spawn', work: 'spawn', factor: 3 },
];
const ITSELF: ProbeSamples = { benchmark: 'sort', work: 'compute', workload: 'w1', factor: 1.7 };

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await use(store);
}

const close = (a: number, b: number): boolean => Math.abs(a / b - 1) < 0.02;

describe('a factor between two environments', () => {
  test('is that of the case itself where it was calibrated, also if other probes are newer', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], [ITSELF]);
      await calibrated(store, 'c2', ['here', 'there'], PROBES);
      const like = likeWork(bridgesBetween(store, 'here', 'there'), SORT)!;
      assert.equal(like.bridge.calibration.runId, 'c1');
      const { ratio, interval } = await factorOf(store, like, 0.01);
      assert.ok(close(ratio!, 1.7));
      assert.ok(close(interval[0]!, 1.7) && close(interval[1]!, 1.7));
    });
  });

  test('is held by all probes of its kind where the case itself was not calibrated as it is now', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], [...PROBES, { ...ITSELF, workload: 'before' }]);
      const like = likeWork(bridgesBetween(store, 'here', 'there'), SORT)!;
      assert.deepEqual(
        like.rows.map(({ benchmark }) => benchmark),
        ['probe:integer', 'probe:floating'],
      );
      const { interval } = await factorOf(store, like, 0.01);
      assert.ok(close(interval[0]!, 1.5) && close(interval[1]!, 2));
    });
  });

  test('is wider where less error may be spent, and unknown where the blocks are too few for it', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], PROBES);
      const like = likeWork(bridgesBetween(store, 'here', 'there'), { ...SORT, work: 'spawn' })!;
      const width = async (alpha: number): Promise<number> => {
        const [low, high] = (await factorOf(store, like, alpha)).interval;
        return high! - low!;
      };
      assert.ok((await width(0.001)) >= (await width(0.1)));
      assert.deepEqual((await factorOf(store, like, 1e-9)).interval, [null, null]);
    });
  });

  test('holds against the direction of its calibration as its inverse', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], PROBES);
      const like = likeWork(bridgesBetween(store, 'there', 'here'), { ...SORT, work: 'spawn' })!;
      assert.equal(like.bridge.inverted, true);
      const { ratio, interval } = await factorOf(store, like, 0.01);
      assert.ok(close(ratio!, 1 / 3));
      assert.ok(interval[0]! <= ratio! && ratio! <= interval[1]!);
    });
  });

  test('is not made of another kind of work, another metric or other environments', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], PROBES);
      const bridges = bridgesBetween(store, 'here', 'there');
      assert.equal(likeWork(bridges, { ...SORT, work: 'network' }), null);
      assert.equal(likeWork(bridges, { ...SORT, work: null }), null);
      assert.equal(likeWork(bridges, { ...SORT, metric: 'peak-memory' }), null);
      assert.deepEqual(bridgesBetween(store, 'here', 'elsewhere'), []);
    });
  });
});

describe('the overhead of an environment', () => {
  test('is that of each kind of work by the newest calibration that probed it', async () => {
    await withStore(async (store) => {
      await calibrated(store, 'c1', ['here', 'there'], PROBES);
      await calibrated(store, 'c2', ['here', 'there'], [{ ...PROBES[2]!, factor: 4 }]);
      const overhead = overheadIn(store, 'there', 'here');
      assert.equal(overhead.status, 'measured');
      if (overhead.status !== 'measured') return;
      assert.deepEqual(Object.keys(overhead.time), ['compute', 'spawn']);
      assert.equal(overhead.time.compute!.calibration, 'c1');
      assert.equal(overhead.time.spawn!.calibration, 'c2');
      assert.ok(close(overhead.time.spawn!.ratio, 4));
      assert.ok(overhead.time.compute!.low < 1.52 && overhead.time.compute!.high > 1.98);
    });
  });

  test('is not known without a calibration that holds, nor by a benchmark of the project alone', async () => {
    await withStore(async (store) => {
      assert.equal(overheadIn(store, 'here', 'here').status, 'unavailable');
      assert.equal(overheadIn(store, 'there', 'here').status, 'unavailable');
      await calibrated(store, 'c1', ['here', 'there'], [ITSELF]);
      assert.equal(overheadIn(store, 'there', 'here').status, 'unavailable');
      assert.equal(overheadIn(store, 'there', 'elsewhere').status, 'unavailable');
    });
  });
});
