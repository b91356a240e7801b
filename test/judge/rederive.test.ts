import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rederive } from '../../src/judge/rederive.ts';
import { loadComparisons } from '../../src/store/comparisons.ts';
import { configOf, createProject } from '../kit/project.ts';

test('a stored comparison is derived again from its samples alone, and an edited sample shows', async () => {
  await using project = await createProject({
    'assay.yaml': configOf({
      ...{ command: ['sh', '-c', 'exit 0', '{size}'], warmup: 0, params: { size: [1, 2] } },
      ...{ samples: { min: 8, max: 20 }, metrics: ['wall', 'page-faults'] },
    }),
  });
  const { run } = await project.json('compare', 'HEAD', 'HEAD');
  await using store = await project.store();
  const comparisons = await loadComparisons(store, run);
  assert.equal(comparisons.length, 4);
  for (const comparison of comparisons) assert.deepEqual(await rederive(store, comparison), comparison);
  const [wall] = comparisons;
  store.connection
    .prepare('UPDATE sample SET value = value * 3 WHERE measurement_id = ? AND seq < 4')
    .run(wall!.candidateMeasurement);
  assert.notDeepEqual(await rederive(store, wall!), wall);
});
