import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createBaseline } from '../../src/store/baselines.ts';
import { backupStore, checkStore, pruneStore, restoreStore } from '../../src/store/maintenance.ts';
import { loadSamples } from '../../src/store/measurements.ts';
import { openStore } from '../../src/store/open.ts';
import { createRun, listRuns, loadRun } from '../../src/store/runs.ts';
import { fillRun } from '../kit/filled-store.ts';
import { temporaryFolder } from '../kit/folder.ts';

test('two backups of the same contents are the same bytes', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await fillRun(store, { id: 'r1' });
  await backupStore(store, folder.at('one'));
  await using reader = await openStore(folder.at('assay.db'), { readonly: true });
  await backupStore(reader, folder.at('two'));
  const [one, two] = [await readFile(folder.at('one')), await readFile(folder.at('two'))];
  assert.ok(one.equals(two));
  await fillRun(store, { id: 'r2' });
  await backupStore(store, folder.at('two'));
  assert.ok(!one.equals(await readFile(folder.at('two'))));
  assert.deepEqual(
    (await readdir(folder.path)).filter((name) => /partial|one-|two-/.test(name)),
    [],
  );
});

test('a restored database is the backup, byte for byte', async () => {
  await using folder = await temporaryFolder();
  {
    await using store = await openStore(folder.at('assay.db'));
    await fillRun(store, { id: 'r1' });
    await backupStore(store, folder.at('backup'));
    await fillRun(store, { id: 'r2' });
  }
  await assert.rejects(restoreStore(folder.at('backup'), folder.at('assay.db'), { replace: false }), {
    code: 'usage',
    hint: /--replace/,
  });
  await restoreStore(folder.at('backup'), folder.at('assay.db'), { replace: true });
  assert.ok((await readFile(folder.at('assay.db'))).equals(await readFile(folder.at('backup'))));
  await using restored = await openStore(folder.at('assay.db'));
  assert.deepEqual(
    (await listRuns(restored)).map(({ id }) => id),
    ['r1'],
  );
  assert.deepEqual(await checkStore(restored), []);
});

test('a database in use is not replaced under whoever uses it', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  await fillRun(store, { id: 'r1' });
  await backupStore(store, folder.at('backup'));
  await fillRun(store, { id: 'r2' });
  await assert.rejects(restoreStore(folder.at('backup'), folder.at('assay.db'), { replace: true }), {
    code: 'store',
    message: /locked by another process/,
  });
  await fillRun(store, { id: 'r3' });
  assert.equal((await listRuns(store)).length, 3);
  assert.deepEqual(
    (await readdir(folder.path)).filter((name) => name.includes('restored')),
    [],
  );
});

test('a damaged database is replaced by a backup, and a damaged backup replaces nothing', async () => {
  await using folder = await temporaryFolder();
  {
    await using store = await openStore(folder.at('good.db'));
    await fillRun(store, { id: 'r1' });
    await backupStore(store, folder.at('backup'));
  }
  await writeFile(folder.at('assay.db'), 'garbage '.repeat(1000));
  await restoreStore(folder.at('backup'), folder.at('assay.db'), { replace: true });
  {
    await using restored = await openStore(folder.at('assay.db'));
    assert.equal((await listRuns(restored)).length, 1);
  }
  const good = await readFile(folder.at('assay.db'));
  const damaged = await readFile(folder.at('backup'));
  damaged.fill(0xa5, 8192, 12288);
  await writeFile(folder.at('backup'), damaged);
  await assert.rejects(restoreStore(folder.at('backup'), folder.at('assay.db'), { replace: true }), {
    code: 'store',
  });
  assert.ok(good.equals(await readFile(folder.at('assay.db'))));
});

test('the check finds one edited, one added and one removed sample, and names each', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  const samples = [0.101, 0.102, 0.103];
  await fillRun(store, { id: 'untouched', samples });
  const edits = {
    edited: 'UPDATE sample SET value = value + 1e-16 WHERE measurement_id = ? AND seq = 1',
    added: 'INSERT INTO sample VALUES (?, 3, 0.1)',
    removed: 'DELETE FROM sample WHERE measurement_id = ? AND seq = 2',
  };
  for (const [id, edit] of Object.entries(edits)) {
    const measurement = await fillRun(store, { id, samples });
    store.connection.prepare(edit).run(measurement);
  }
  const problems = await checkStore(store);
  assert.deepEqual(
    problems.map(
      (line) => /samples: work wall of run (\w+) \(measurement \d+\) were changed/.exec(line)?.[1],
    ),
    ['edited', 'added', 'removed'],
  );
});

const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();

test('pruning keeps the newest runs, baselines and what is running, and gives space back', async () => {
  await using folder = await temporaryFolder();
  await using store = await openStore(folder.at('assay.db'));
  const samples = Array.from({ length: 2000 }, (_, i) => i + 1);
  const measurements = new Map<string, number>();
  for (let i = 1; i <= 6; i++)
    measurements.set(`r${i}`, await fillRun(store, { id: `r${i}`, startedAt: day(i), samples }));
  await createBaseline(store, 'v1', 'r2');
  const { plan, ...r1 } = await loadRun(store, 'r1');
  await createRun(store, { ...r1, plan, id: 'r0', startedAt: day(0), owner: { pid: 1 } });
  const result = await pruneStore(store, { runs: 2 });
  assert.deepEqual([...result.removed].sort(), ['r1', 'r3', 'r4']);
  assert.equal(result.kept, 4);
  assert.ok(result.bytes[1] < result.bytes[0]);
  assert.deepEqual(
    (await listRuns(store)).map(({ id }) => id),
    ['r6', 'r5', 'r2', 'r0'],
  );
  assert.deepEqual(await loadSamples(store, measurements.get('r2')!), samples);
  const { n } = store.connection.prepare('SELECT count(*) AS n FROM sample').get()!;
  assert.equal(n, 3 * samples.length);
  assert.deepEqual(await checkStore(store), []);
  assert.deepEqual((await pruneStore(store, { since: day(6) })).removed, ['r5']);
  assert.deepEqual((await pruneStore(store, { since: day(6) })).removed, []);
});
