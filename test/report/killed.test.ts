import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../src/core/canonical.ts';
import { seededRandom } from '../../src/core/random.ts';
import { filesBelow } from '../../src/report/found.ts';
import { writeResults } from '../../src/report/publish.ts';
import { compareRun, plantStore, SLOWER, singleRun, temporaryFolder } from './planted.ts';
import { treeOf } from './published.ts';

const CHILD = fileURLToPath(new URL('publish-child.ts', import.meta.url));
const RUNS = [singleRun(3, { benchmarks: [SLOWER] }), compareRun({ benchmarks: [SLOWER] })];

function publish(folder: string, run: string) {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, folder, run], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a report killed at any moment leaves no half-written file, and the next one mends what it left', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, RUNS);
  const results = join(folder.path, 'results');
  const [single, compare] = [await treeOf(store, RUNS[0]!.id), await treeOf(store, RUNS[1]!.id)];
  const whole = new Set(
    [...single.files.values(), ...compare.files.values()].map((content) => sha256(content)),
  );
  await writeResults(results, single);
  const random = seededRandom(7);
  for (let round = 0; round < 8; round++) {
    const child = publish(folder.path, RUNS[round % 2]!.id);
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    await sleep(random.uniform() * 60);
    child.kill('SIGKILL');
    await ended;
    const files = (await filesBelow(results)).filter((path) => !path.startsWith('.'));
    for (const path of files)
      assert.ok(whole.has(sha256(await readFile(join(results, path)))), `${path} is half-written`);
  }
  await writeResults(results, compare);
  const top = (await filesBelow(results)).filter((path) => !path.startsWith('versioned_results/'));
  assert.deepEqual(top, [...compare.files.keys()].sort());
});

test('reports written at the same time leave one whole tree', async () => {
  await using folder = await temporaryFolder();
  await using store = await plantStore(folder.path, RUNS);
  const children = [0, 1, 0, 1].map((which) => publish(folder.path, RUNS[which]!.id));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  const results = join(folder.path, 'results');
  const run = JSON.parse(await readFile(join(results, 'data/figures.json'), 'utf8')).run;
  const expected = await treeOf(store, run);
  for (const [path, content] of expected.files) {
    assert.deepEqual(await readFile(join(results, path)), Buffer.from(content as Uint8Array), path);
  }
});
