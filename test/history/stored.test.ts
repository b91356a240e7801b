import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const CONFIG = configOf({ command: 'sleep "$(cat delay.txt)"', warmup: 0, samples: 4, metrics: ['wall'] });

/** HEAD~1 sleeps briefly, HEAD much longer: the step stands above the noise of any machine. */
async function stepProject(): Promise<Project> {
  const project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
  await project.commit('slow', { 'delay.txt': '0.1\n' });
  return project;
}

async function measure(project: Project, ref: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await project.assay('run', '--commit', ref);
}

describe('assay compare --stored', () => {
  test('one stored run of the baseline is not enough; it says how many are, and what to run', async () => {
    await using project = await stepProject();
    await measure(project, 'HEAD~1', 1);
    const said = await project.assay('compare', '--stored', 'HEAD~1', 'HEAD');
    assert.equal(said.exitCode, 3, said.stdout + said.stderr);
    assert.match(said.stdout, /inconclusive: 1 run of the baseline and 2 of the candidate/);
    assert.match(said.stdout, /Next: assay run --commit [0-9a-f]{12}/);
  });

  test('a few runs of each side show a large change; a measured candidate is not measured again', async () => {
    await using project = await stepProject();
    await measure(project, 'HEAD~1', 4);
    const first = await project.assay('compare', '--stored', 'HEAD~1', '--runs', '4', '--json');
    const result = CompareResultSchema.parse(JSON.parse(first.stdout));
    assert.equal(first.exitCode, 1, first.stdout);
    assert.deepEqual([result.design, result.verdict, result.run], ['stored', 'regression', null]);
    const [comparison] = result.comparisons;
    assert.deepEqual([comparison!.baseline!.n, comparison!.candidate!.n], [4, 4]);
    const before = (await project.json('runs', '--limit', '100')).runs.length;
    const again = await project.json('compare', '--stored', '--base-from', 'ancestor');
    assert.equal(again.baseline.commit, project.git('rev-parse', 'HEAD~1'));
    assert.equal(again.verdict, 'regression');
    assert.equal((await project.json('runs', '--limit', '100')).runs.length, before);
  });

  test('takes the last runs of all earlier commits, a tag, or where a branch was left', async () => {
    await using project = await stepProject();
    project.git('tag', 'v1', 'HEAD~1');
    await measure(project, 'HEAD~1', 2);
    await measure(project, 'HEAD', 2);
    const last = await project.json('compare', '--stored');
    assert.deepEqual([last.baseline.label, last.comparisons[0].baseline.n], ['last 10 runs', 2]);
    const tag = await project.json('compare', '--stored', '--base-from', 'tag');
    assert.equal(tag.baseline.label, 'v1');
    project.git('checkout', '--quiet', '-b', 'topic');
    const head = await project.commit('topic', { 'note.txt': '1' });
    await measure(project, head, 1);
    const parting = await project.json('compare', '--stored', '--base-from', 'merge-base');
    assert.equal(parting.baseline.label, 'main');
  });

  test('refuses runs of another environment and names what differs', async () => {
    await using project = await stepProject();
    await measure(project, 'HEAD~1', 2);
    {
      await using store = await project.store();
      const { connection } = store;
      // As if another processor had measured: the stored record says so, and its id with it.
      connection.exec(`INSERT INTO environment SELECT 'elsewhere1234', json_set(identity, '$.cpu.model',
        json('{"value":"Another CPU"}')), first_seen FROM environment LIMIT 1`);
      connection.exec("UPDATE run SET environment_id = 'elsewhere1234'");
    }
    const said = await project.assay('compare', '--stored', 'HEAD~1', 'HEAD');
    assert.equal(said.exitCode, 3, said.stdout);
    assert.match(said.stderr, /measured in environment elsewhere1234.*they differ in CPU/);
  });

  test('leaves out runs of another command of the same name', async () => {
    await using project = await stepProject();
    await measure(project, 'HEAD~1', 2);
    await project.write({ 'assay.yaml': CONFIG.replace('delay.txt', './delay.txt') });
    const result = await project.json('compare', '--stored', 'HEAD~1', 'HEAD');
    assert.equal(result.comparisons[0].baseline, null);
    assert.ok(
      result.notes.some((note: string) => /another command/.test(note)),
      JSON.stringify(result.notes),
    );
  });

  test('refuses what does not go together', async () => {
    await using project = await stepProject();
    for (const args of [
      ['--stored', '--paired'],
      ['--base-from', 'tag'],
      ['--stored', 'HEAD~1', '--base-from', 'tag'],
      ['--stored', '--base-from', 'last:1', '--runs', '1'],
    ]) {
      assert.equal((await project.assay('compare', ...args)).exitCode, 2, args.join(' '));
    }
  });
});
