import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BisectResultSchema } from '../../src/cli/schemas/bisect.ts';
import {
  comparisonShare,
  halfWay,
  nextToTest,
  plannedComparisons,
  standingOf,
} from '../../src/judge/bisect.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const CONFIG = configOf(
  { command: 'sleep "$(cat delay.txt)"', warmup: 0, samples: { min: 8, max: 100 } },
  { build: 'test ! -e broken.txt' },
);

async function commitDelay(project: Project, number: number, delay: string): Promise<string> {
  return project.commit(`commit ${number}`, { 'delay.txt': delay, 'number.txt': `${number}\n` });
}

describe('assay bisect', () => {
  test('finds the commit of a step among ten in at most five comparisons', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
    project.git('tag', 'good');
    const made: string[] = [];
    for (let i = 0; i < 10; i++) made.push(await commitDelay(project, i, i < 6 ? '0.01\n' : '0.06\n'));
    const head = project.git('status', '--porcelain=v2', '--branch');
    const result = BisectResultSchema.parse(await project.json('bisect', 'good', 'HEAD', 'work'));
    assert.equal(result.status, 'found', JSON.stringify(result.path));
    assert.equal(result.culprit?.commit, made[6]);
    assert.ok(result.comparisons <= 5, `${result.comparisons} comparisons`);
    assert.ok(result.errorProbability <= 0.01);
    assert.equal(project.git('status', '--porcelain=v2', '--branch'), head);
    const again = await project.json('bisect', 'good', 'HEAD', 'work');
    assert.equal(again.culprit.commit, made[6]);
    assert.ok(again.path.every((step: { stored: boolean }) => step.stored));
  });

  test('goes round commits that cannot be built, and follows merges', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
    project.git('tag', 'good');
    await commitDelay(project, 1, '0.01\n');
    project.git('checkout', '--quiet', '-b', 'side');
    const culprit = await commitDelay(project, 2, '0.06\n');
    await project.commit('on the side', { 'side.txt': '1' });
    project.git('checkout', '--quiet', 'main');
    await project.commit('broken', { 'broken.txt': '1' });
    project.git('rm', '--quiet', 'broken.txt');
    await project.commit('mended', { 'main.txt': '1' });
    project.git('merge', '--quiet', '--no-edit', 'side');
    await project.commit('after', { 'after.txt': '1' });
    const result = BisectResultSchema.parse(await project.json('bisect', 'good', 'HEAD', 'work'));
    assert.equal(result.status, 'found', JSON.stringify(result.path));
    assert.equal(result.culprit?.commit, culprit);
    const merge = await project.json('bisect', 'good', 'HEAD', 'work', '--first-parent');
    assert.equal(merge.culprit.commit, project.git('rev-parse', 'HEAD~1'), JSON.stringify(merge.path));
  });

  test('names the suspects when the commit before the step cannot be built', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
    project.git('tag', 'good');
    const broken = await project.commit('broken', { 'broken.txt': '1' });
    project.git('rm', '--quiet', 'broken.txt');
    const slow = await commitDelay(project, 2, '0.06\n');
    const said = await project.assay('bisect', 'good', 'HEAD', 'work', '--json');
    assert.equal(said.exitCode, 3);
    const result = BisectResultSchema.parse(JSON.parse(said.stdout));
    assert.equal(result.status, 'several');
    assert.deepEqual(result.suspects.map(({ commit }) => commit).sort(), [broken, slow].sort());
  });

  test('finds the commit of a step in a metric that the benchmark measures itself', async () => {
    const command = 'echo "{\\"load\\":{\\"answers\\":{\\"value\\":$(cat rate.txt)$(date +%N)}}}"';
    await using project = await createProject({
      'assay.yaml': configOf(
        { command, warmup: 0, samples: { min: 8, max: 100 }, parse: { format: 'bmf' } },
        { import: { directions: { answers: 'higher' } } },
      ),
      'rate.txt': '100.',
    });
    project.git('tag', 'good');
    await project.commit('same', { 'note.txt': '1' });
    const culprit = await project.commit('slower', { 'rate.txt': '80.' });
    await project.commit('after', { 'note.txt': '2' });
    const result = BisectResultSchema.parse(
      await project.json('bisect', 'good', 'HEAD', 'work', '--metric', 'answers'),
    );
    assert.equal(result.status, 'found', JSON.stringify(result.path));
    assert.deepEqual([result.culprit?.commit, result.metric], [culprit, 'answers']);
    assert.ok(result.path[0]!.ratio! < 0.82, JSON.stringify(result.path[0]));
  });

  test('says when there is no change to look for', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
    await project.commit('same', { 'note.txt': '1' });
    const said = await project.assay('bisect', 'HEAD~1', 'HEAD', 'work', '--tolerance', '60%');
    assert.equal(said.exitCode, 3);
    assert.match(said.stdout, /do not differ/);
    const swapped = await project.assay('bisect', 'HEAD', 'HEAD~1', 'work');
    assert.equal(swapped.exitCode, 2);
    assert.match(swapped.stderr, /the earlier commit comes first/);
  });
});

describe('the rules of bisecting', () => {
  test('the shares of the error probability stay within the budget, however many comparisons', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 }), (n, made) => {
        const planned = plannedComparisons(n);
        let sum = 0;
        for (let k = 0; k < made; k++) sum += comparisonShare(0.01, planned, k);
        assert.ok(sum <= 0.01 * (1 + 1e-12), `${sum}`);
      }),
    );
    assert.equal(plannedComparisons(10), 5);
    assert.equal(plannedComparisons(1), 1);
  });

  test('a commit is good only if its interval ends before half-way, whichever way the change goes', () => {
    const rest = { minimumDetectable: null, reasons: [] };
    const up = { verdict: 'regression', ratio: 1.21 } as const;
    assert.ok(Math.abs(halfWay(up) - 0.1) < 1e-9);
    const at = (
      ratio: number,
      interval: [number, number],
      verdict: 'unchanged' | 'regression' | 'inconclusive',
    ) => standingOf({ ...rest, ratio, interval, verdict }, up);
    assert.equal(at(1.0, [0.97, 1.05], 'unchanged'), 'good');
    assert.equal(at(1.08, [1.02, 1.14], 'unchanged'), 'inconclusive');
    assert.equal(at(1.2, [1.1, 1.3], 'regression'), 'bad');
    assert.equal(at(1.05, [0.9, 1.2], 'inconclusive'), 'inconclusive');
    const down = { verdict: 'improvement', ratio: 1 / 1.21 } as const;
    const fine = { ...rest, ratio: 1, interval: [0.95, 1.04] as const, verdict: 'unchanged' as const };
    assert.equal(standingOf(fine, down), 'good');
    assert.equal(standingOf({ ...fine, interval: [0.85, 1.04] }, down), 'inconclusive');
  });

  test('moves away from commits that cannot be tested, and stops when none is left', () => {
    const order = ['a', 'b', 'c', 'd', 'e', 'bad'];
    assert.equal(nextToTest(order, 'bad', new Set()), 'a');
    assert.equal(nextToTest(order, 'bad', new Set(['a'])), 'c');
    assert.equal(nextToTest(order, 'bad', new Set(['a', 'c'])), 'e');
    assert.equal(nextToTest(order, 'bad', new Set(['a', 'b', 'c', 'd', 'e'])), null);
  });
});
