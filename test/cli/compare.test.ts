import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { RunResultSchema } from '../../src/cli/schemas/run.ts';
import { RunsResultSchema } from '../../src/cli/schemas/runs.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const TRUE = configOf({ command: ['sh', '-c', ':'], samples: 2, warmup: 0 });

/** The example of the contract: every field that scripts may rely on. */
const CONTRACT = {
  schema: 'assay.compare/1',
  design: 'interleaved',
  baseline: { label: 'main', commit: '…' },
  candidate: { label: 'worktree', commit: null, dirty: true },
  confidence: 0.99,
  falseAlarmBudget: 0.01,
  verdict: 'regression',
  comparisons: [
    {
      ...{
        benchmark: 'parse',
        case: { size: 'large' },
        subject: null,
        metric: 'wall',
        unit: 's',
        direction: 'lower',
      },
      baseline: { n: 40, median: 0.1013, mean: 0.102, sd: 0.0031 },
      candidate: { n: 40, median: 0.122, mean: 0.1231, sd: 0.004 },
      ...{
        ratio: 1.204,
        interval: [1.181, 1.229],
        minimumDetectable: 0.021,
        verdict: 'regression',
        reasons: [],
      },
    },
  ],
};

/** Every key of the example, at its place, is a key of `of`. */
function assertHasKeysOf(example: unknown, of: unknown, path: string): void {
  if (example === null || typeof example !== 'object') return;
  assert.ok(of !== null && typeof of === 'object', path);
  for (const [key, value] of Object.entries(example)) {
    // The parameters of a case are the user's own.
    if (key === 'case') continue;
    assert.ok(key in of, `${path}.${key}`);
    assertHasKeysOf(value, (of as Record<string, unknown>)[key], `${path}.${key}`);
  }
}

async function branched(): Promise<Project> {
  const project = await createProject({ 'assay.yaml': TRUE, 'file.txt': '1\n' });
  project.git('checkout', '--quiet', '-b', 'feature');
  await project.commit('on the branch', { 'file.txt': '2\n' });
  return project;
}

describe('assay compare', { concurrency: 2 }, () => {
  test('gives JSON of its schema, with every field of the contract', async () => {
    await using project = await branched();
    await project.write({ 'file.txt': '3\n' });
    const json = await project.json('compare');
    assert.ok(z.strictObject(CompareResultSchema.shape).safeParse(json).success);
    assertHasKeysOf(CONTRACT, json, 'compare');
    assert.deepEqual(json.candidate, { label: 'worktree', commit: null, dirty: true });
    assert.equal(json.baseline.label, 'main');
    assert.ok(z.strictObject(RunResultSchema.shape).safeParse(await project.json('show')).success);
    assert.ok(z.strictObject(RunsResultSchema.shape).safeParse(await project.json('runs')).success);
  });

  test('the default base is where the branch left the default branch', async () => {
    await using project = await branched();
    const left = project.git('rev-parse', 'main');
    project.git('checkout', '--quiet', 'main');
    await project.commit('main goes on', { 'other.txt': 'x\n' });
    project.git('checkout', '--quiet', 'feature');
    const { baseline, candidate } = await project.json('compare');
    assert.equal(baseline.commit, left);
    assert.equal(candidate.commit, project.git('rev-parse', 'feature'));
  });

  test('on the default branch it is the commit before, or the last commit when files have changed', async () => {
    await using project = await createProject({ 'assay.yaml': TRUE });
    const first = project.git('rev-parse', 'HEAD');
    const nothing = await project.assay('compare');
    assert.equal(nothing.exitCode, 2);
    assert.match(nothing.stderr, /nothing has changed, and there is no earlier commit/);
    const second = await project.commit('second', { 'a.txt': '' });
    assert.equal((await project.json('compare')).baseline.commit, first);
    await project.write({ 'a.txt': 'changed\n' });
    const dirty = await project.json('compare');
    assert.equal(dirty.baseline.commit, second);
    assert.equal(dirty.candidate.dirty, true);
  });

  test('a remote default branch and another name of it are found', async () => {
    await using origin = await createProject({ 'assay.yaml': TRUE });
    origin.git('branch', '--quiet', '-m', 'trunk');
    await using project = await createProject({ x: '' });
    project.git('remote', 'add', 'origin', origin.root);
    project.git('fetch', '--quiet', 'origin');
    project.git('remote', 'set-head', 'origin', '--auto');
    project.git('checkout', '--quiet', '-b', 'topic', 'origin/trunk');
    await project.commit('mine', { y: '' });
    const { baseline } = await project.json('compare');
    assert.equal(baseline.commit, origin.git('rev-parse', 'trunk'));
    assert.equal(baseline.label, 'origin/trunk');
  });

  test('a stored baseline is the base by its name', async () => {
    await using project = await branched();
    await project.assay('run', '--commit', 'main');
    assert.equal((await project.assay('baseline', 'create', 'v1')).exitCode, 0);
    const { baseline } = await project.json('compare', 'baseline:v1');
    assert.deepEqual(baseline, {
      label: 'baseline:v1',
      commit: project.git('rev-parse', 'main'),
      dirty: false,
    });
    const unknown = await project.assay('compare', 'baseline:v2');
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /there is no baseline v2/);
  });

  test('a side that fails is inconclusive with its reason, and never passes', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'test ! -e broken', samples: 12, warmup: 0 }),
    });
    await project.commit('broken', { broken: '' });
    const said = await project.start(['compare', '--json']).ended;
    assert.equal(said.exitCode, 3);
    const { verdict, comparisons } = JSON.parse(said.stdout);
    assert.equal(verdict, 'inconclusive');
    assert.match(comparisons[0].reasons[0], /the candidate failed: .*exit code 1/);
    assert.equal(comparisons[0].ratio, null);
  });

  test('two samples are too few, and it says how many are needed', async () => {
    await using project = await branched();
    const said = await project.start(['compare', '--json']).ended;
    assert.equal(said.exitCode, 3);
    const [{ verdict, reasons }] = JSON.parse(said.stdout).comparisons;
    assert.equal(verdict, 'inconclusive');
    assert.match(reasons.join(), /\b8\b/);
  });

  test('a commit compared with itself is no regression', async () => {
    await using project = await branched();
    const strict = ['--samples', '60', '--false-alarm-budget', '0.01%'];
    const said = await project.start(['compare', 'HEAD', 'HEAD', ...strict, '--json']).ended;
    assert.notEqual(JSON.parse(said.stdout).verdict, 'regression', said.stdout);
    assert.notEqual(said.exitCode, 1);
  });

  test('the same seed gives the same order of samples', async () => {
    await using project = await branched();
    const orders: unknown[] = [];
    for (const seed of ['7', '7', '8']) {
      await project.assay('compare', 'main', '--seed', seed, '--samples', '12');
      await using store = await project.store();
      orders.push(
        store.connection
          .prepare(
            'SELECT side, block, position FROM execution WHERE run_id = (SELECT id FROM run ORDER BY started_at DESC LIMIT 1) ORDER BY block, position',
          )
          .all(),
      );
    }
    assert.deepEqual(orders[0], orders[1]);
    assert.notDeepEqual(orders[0], orders[2]);
  });
});
