import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BUILTIN_METRICS } from '../../src/core/metric.ts';
import { summarize } from '../../src/stats/descriptive.ts';
import { createBaseline, listBaselines } from '../../src/store/baselines.ts';
import {
  type BuildRecord,
  claimBuild,
  listBuilds,
  saveBuild,
  takeOverBuild,
} from '../../src/store/builds.ts';
import { loadHistory } from '../../src/store/history.ts';
import {
  declareMeasurement,
  insertSamples,
  loadMeasurements,
  loadSamples,
  sampleDigest,
} from '../../src/store/measurements.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { claimRun, endRun, listRuns, loadRun } from '../../src/store/runs.ts';
import { loadSealedCases } from '../../src/store/sealed.ts';
import { fillRun } from '../kit/filled-store.ts';
import { temporaryFolder } from '../kit/folder.ts';

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await use(store);
}

test('any finite samples come back bit for bit, in their order', async () => {
  await withStore(async (store) => {
    const id = await fillRun(store, { id: 'r1', samples: [1] });
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(finite, { minLength: 1, maxLength: 50 }), async (samples) => {
        store.connection.prepare('DELETE FROM sample WHERE measurement_id = ?').run(id);
        await insertSamples(store, id, samples);
        // −0 is stored as 0, which no measurement tells apart.
        const expected = samples.map((value) => value + 0);
        assert.deepEqual(
          (await loadSamples(store, id)).map((value) => value + 0),
          expected,
        );
      }),
      { numRuns: 50 },
    );
  });
});

test('the digest tells apart any two lists of samples', () => {
  const values = fc.array(fc.double({ noNaN: true }));
  fc.assert(
    fc.property(values, values, (a, b) => {
      const same = a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
      assert.equal(sampleDigest(a) === sampleDigest(b), same);
    }),
  );
});

test('a run is found by its id, a unique beginning, or as the latest; others are refused', async () => {
  await withStore(async (store) => {
    await assert.rejects(loadRun(store, 'latest'), { code: 'inconclusive', message: /no run yet/ });
    for (const [index, id] of ['20260101-aa', '20260101-ab', '20260101-a'].entries())
      await fillRun(store, { id, startedAt: new Date(index).toISOString() });
    assert.equal((await loadRun(store, '20260101-ab')).id, '20260101-ab');
    assert.equal((await loadRun(store, '20260101-a')).id, '20260101-a', 'a whole id that begins others');
    assert.equal((await loadRun(store, 'latest')).id, '20260101-a');
    await assert.rejects(loadRun(store, '2026'), {
      code: 'input',
      message: '2026 is the beginning of several runs',
    });
    for (const unknown of ['2027', '20260101-ab-', '%', "' OR 1"]) {
      await assert.rejects(loadRun(store, unknown), { code: 'input', message: `there is no run ${unknown}` });
    }
  });
});

test('more runs than a statement takes values are listed with their sides', async () => {
  await withStore(async (store) => {
    await fillRun(store, { id: 'r' });
    store.connection.exec(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 33000)
      INSERT INTO run SELECT 'r' || i, kind, status, started_at, finished_at, design, seed, settings, plan, environment_id,
        conditions, execution_environment, version, timings, owner FROM run, n;
      INSERT INTO revision SELECT run.id, side, 'label of ' || run.id, "commit", parent, dirty, content_digest, committed_at,
        title, NULL FROM revision, run WHERE run.id <> 'r'`);
    const runs = await listRuns(store);
    assert.equal(runs.length, 33_001);
    assert.ok(runs.every(({ id, candidate }) => id === 'r' || candidate.label === `label of ${id}`));
  });
});

test('of two that want the same run one gets it, and one that has ended is nobody’s to interrupt', async () => {
  await withStore(async (store) => {
    await fillRun(store, { id: 'r1' });
    await endRun(store, 'r1', { status: 'interrupted', finishedAt: null, timings: null });
    const seen = { status: 'interrupted', owner: null } as const;
    assert.equal(await claimRun(store, 'r1', seen, { pid: 1 }), true);
    assert.equal(await claimRun(store, 'r1', seen, { pid: 2 }), false);
    assert.equal((await loadRun(store, 'r1')).status, 'running');
    await endRun(store, 'r1', { status: 'completed', finishedAt: new Date().toISOString(), timings: null });
    assert.equal(await claimRun(store, 'r1', { status: 'running', owner: { pid: 1 } }, { pid: 2 }), false);
    assert.equal((await loadRun(store, 'r1')).status, 'completed');
  });
});

test('a baseline names a completed run for good', async () => {
  await withStore(async (store) => {
    await fillRun(store, { id: 'r1' });
    await fillRun(store, { id: 'r2' });
    await createBaseline(store, 'v1', 'r1');
    await assert.rejects(createBaseline(store, 'v1', 'r2'), { code: 'input', message: /v1 exists already/ });
    await endRun(store, 'r2', { status: 'interrupted', finishedAt: null, timings: null });
    await assert.rejects(createBaseline(store, 'v2', 'r2'), { code: 'input', hint: /assay run --resume r2/ });
    assert.throws(() => store.connection.exec("UPDATE baseline SET run_id = 'r2'"), /immutable/);
    assert.throws(() => store.connection.exec("DELETE FROM run WHERE id = 'r1'"), /FOREIGN KEY/);
    assert.deepEqual(
      (await listBaselines(store)).map(({ name, runId }) => [name, runId]),
      [['v1', 'r1']],
    );
  });
});

const BUILD: BuildRecord = {
  ...{ key: 'k', status: 'building', commit: null, path: '/k', log: null, seconds: null },
  ...{ usedAt: '2026-01-01T00:00:00.000Z', owner: { pid: 1 } },
};

test('a build is done once: others wait for the living, take over from the dead, and try a failed one again', async () => {
  await withStore(async (store) => {
    const living = (): boolean => true;
    const dead = (): boolean => false;
    assert.equal(await claimBuild(store, BUILD, living), 'claimed');
    assert.equal(await claimBuild(store, BUILD, living), 'busy');
    assert.equal(await claimBuild(store, BUILD, dead), 'claimed');
    await saveBuild(store, { ...BUILD, status: 'failed', owner: null });
    assert.equal(await claimBuild(store, BUILD, living), 'claimed');
    await saveBuild(store, { ...BUILD, status: 'ready', owner: null });
    assert.equal(await claimBuild(store, BUILD, living), 'ready');
  });
});

test('a build that someone has just begun to use is not taken away to make room', async () => {
  await withStore(async (store) => {
    await saveBuild(store, { ...BUILD, status: 'ready', owner: null });
    const [seen] = await listBuilds(store);
    assert.equal(
      await claimBuild(store, { ...BUILD, usedAt: '2026-02-01T00:00:00.000Z' }, () => true),
      'ready',
    );
    assert.equal(await takeOverBuild(store, seen!, { pid: 2 }), false);
    const [now] = await listBuilds(store);
    assert.equal(await takeOverBuild(store, now!, { pid: 2 }), true);
  });
});

test('a case counts as over once all its measurements are sealed', async () => {
  await withStore(async (store) => {
    await fillRun(store, { id: 'r1' });
    const [sealed] = await loadSealedCases(store, 'r1');
    assert.equal(sealed?.benchmark, 'work');
    const { wall, user, cycles } = BUILTIN_METRICS;
    const more = {
      runId: 'r1',
      side: 'candidate',
      benchmark: 'work',
      case: {},
      subject: null,
      judged: false,
      tolerance: 0,
      command: '',
    } as const;
    await declareMeasurement(store, {
      ...more,
      metric: cycles,
      status: 'unavailable',
      reason: 'no counters',
    });
    assert.equal((await loadSealedCases(store, 'r1')).length, 1);
    await declareMeasurement(store, { ...more, metric: user, status: 'measured', reason: null });
    assert.deepEqual(await loadSealedCases(store, 'r1'), []);
    const again = await declareMeasurement(store, {
      ...more,
      metric: wall,
      status: 'measured',
      reason: null,
    });
    assert.equal(again, (await loadMeasurements(store, 'r1'))[0]!.id, 'declared twice, it keeps its id');
  });
});

test('the history of a metric is one point a run, oldest first, with the quartiles of its samples', async () => {
  await withStore(async (store) => {
    const runs = [[3, 1, 2], [5], [10, 40, 20, 30]];
    for (const [index, samples] of runs.entries())
      await fillRun(store, { id: `r${index}`, startedAt: new Date(index * 1000).toISOString(), samples });
    const query = { benchmark: 'work', case: {}, metric: 'wall' };
    const points = await loadHistory(store, query);
    assert.deepEqual(
      points.map(({ runId, n, median, quartiles }) => [runId, n, median, ...quartiles]),
      [
        ['r0', 3, 2, 1.5, 2.5],
        ['r1', 1, 5, 5, 5],
        ['r2', 4, 25, 17.5, 32.5],
      ],
    );
    for (const [index, point] of points.entries())
      assert.equal(point.median, summarize(runs[index]!)!.median);
    assert.deepEqual(
      (await loadHistory(store, { ...query, limit: 2 })).map(({ runId }) => runId),
      ['r1', 'r2'],
    );
    assert.deepEqual(await loadHistory(store, { ...query, environmentId: 'other' }), []);
    assert.deepEqual(await loadHistory(store, { ...query, case: { size: 1 } }), []);
  });
});
