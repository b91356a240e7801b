import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Calibration } from '../../src/core/calibration.ts';
import { listCalibrations, loadCalibration, saveCalibration } from '../../src/store/calibrations.ts';
import { loadCommitRuns } from '../../src/store/commit-runs.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { loadHistory } from '../../src/store/history.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { listSeries, loadSeries } from '../../src/store/series.ts';
import { fillRun } from '../kit/filled-store.ts';
import { temporaryFolder } from '../kit/folder.ts';

async function calibrate(store: Store, runId: string, from: string, to: string): Promise<Calibration> {
  await fillRun(store, { id: runId, kind: 'calibrate' });
  for (const id of [from, to]) await saveEnvironment(store, { id, identity: {} });
  const calibration: Calibration = {
    runId,
    measuredAt: `2026-01-0${runId.at(-1)}T00:00:00Z`,
    baseline: { name: 'host', id: from },
    candidate: { name: 'small', id: to },
    budget: 0.01,
    alpha: 0.001,
    rows: [],
  };
  saveCalibration(store, calibration);
  return calibration;
}

test('calibrations come back newest first, by their environments and by the id of their run', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await assert.rejects(loadCalibration(store, 'latest'), { code: 'inconclusive' });
  const first = await calibrate(store, 'c1', 'here', 'there');
  const second = await calibrate(store, 'c2', 'here', 'there');
  const other = await calibrate(store, 'c3', 'there', 'here');
  assert.deepEqual(listCalibrations(store), [other, second, first]);
  assert.deepEqual(listCalibrations(store, { baselineId: 'here', candidateId: 'there' }), [second, first]);
  assert.deepEqual(listCalibrations(store, { candidateId: 'here', limit: 1 }), [other]);
  assert.deepEqual(await loadCalibration(store, 'latest'), other);
  assert.deepEqual(await loadCalibration(store, 'c1'), first);
  await fillRun(store, { id: 'r1' });
  await assert.rejects(loadCalibration(store, 'r1'), { message: /^run r1 is no calibration/ });
});

test('what a calibration measured stands in no history', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await calibrate(store, 'c1', 'here', 'there');
  assert.deepEqual(listSeries(store), []);
  await fillRun(store, { id: 'r1' });
  const [series] = listSeries(store);
  assert.deepEqual(
    loadSeries(store, series!).map(({ runId }) => runId),
    ['r1'],
  );
  const history = await loadHistory(store, { benchmark: 'work', case: {}, metric: 'wall' });
  assert.deepEqual(
    history.map(({ runId }) => runId),
    ['r1'],
  );
  assert.deepEqual(await loadCommitRuns(store, 'c1'.padEnd(40, '0'), 'e1'), []);
  assert.equal((await loadCommitRuns(store, 'r1'.padEnd(40, '0'), 'e1')).length, 1);
});
