import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TrackResultSchema } from '../../src/cli/schemas/track.ts';
import { subdivisionOrder } from '../../src/judge/subdivide.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

/** Sleeps as long as the commit says, so that a step of it stands above the noise of any machine. */
const CONFIG = configOf(
  { command: 'sleep "$(cat delay.txt)"', samples: 5, warmup: 0 },
  { build: 'test ! -e broken.txt' },
);

/** Ten commits, oldest first; the delay grows by half with commit `step`. */
async function tenCommits(project: Project, step: number): Promise<string[]> {
  const made: string[] = [];
  for (let i = 0; i < 10; i++) {
    const files = { 'delay.txt': i < step ? '0.04\n' : '0.06\n', 'number.txt': `${i}\n` };
    made.push(await project.commit(`commit ${i}`, files));
  }
  return made;
}

function statuses(result: { commits: { commit: string; status: string }[] }): string[] {
  return result.commits.map(({ status }) => status);
}

describe('assay track', () => {
  test('killed half-way and started again, it measures every commit once, and the step is named', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    project.git('tag', 'start');
    const made = await tenCommits(project, 6);
    const head = project.git('status', '--porcelain=v2', '--branch');
    const first = project.start(['track', 'start..HEAD']);
    await first.says(/\[5\/10.*\n(.*\n)*measuring work/);
    first.kill('SIGKILL');
    await first.ended;
    const result = TrackResultSchema.parse(await project.json('track', 'start..HEAD'));
    assert.deepEqual(
      result.commits.map(({ commit }) => commit),
      made,
    );
    const kinds = Map.groupBy(statuses(result), (status) => status);
    assert.equal(kinds.get('known')?.length, 4, JSON.stringify(result.commits));
    assert.equal(kinds.get('measured')?.length, 6);
    assert.equal(result.commits.filter(({ resumed }) => resumed).length, 1);
    const { runs } = await project.json('runs', '--limit', '50');
    assert.deepEqual(
      runs
        .map((run: { status: string; candidate: { commit: string } }) => [run.status, run.candidate.commit])
        .sort(),
      made.map((commit) => ['completed', commit]).sort(),
    );
    assert.equal(project.git('status', '--porcelain=v2', '--branch'), head);
    const { events } = await project.json('history', '--no-graphs');
    assert.deepEqual(
      events.map((event: { at: string; cause: string }) => [event.at, event.cause]),
      [[made[6], 'code']],
    );
    const done = await project.json('track', 'start..HEAD');
    assert.deepEqual(new Set(statuses(done)), new Set(['known']));
    assert.deepEqual(done.order, []);
  });

  test('keeps a commit that cannot be built as a finding, and tries it again only when told', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG, 'delay.txt': '0.01\n' });
    await project.commit('broken', { 'broken.txt': 'x' });
    project.git('rm', '--quiet', 'broken.txt');
    await project.commit('mended');
    const said = await project.assay('track', '--last', '3');
    assert.equal(said.exitCode, 0, said.stderr);
    assert.match(said.stdout, /2 measured now.*1 cannot be built and were skipped/);
    assert.match(said.stderr, /the build failed: exit code 1/);
    const again = await project.json('track', '--last', '3');
    assert.deepEqual(statuses(again), ['known', 'unbuildable', 'known']);
    assert.deepEqual(again.order, []);
    const retried = await project.json('track', '--last', '3', '--retry', '--dry-run');
    assert.deepEqual(retried.order, [project.git('rev-parse', 'HEAD~1')]);
  });

  test('a benchmark that fails makes the exit code 3', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ command: 'test ! -e wrong.txt', samples: 3, warmup: 0 }),
    });
    await project.commit('wrong', { 'wrong.txt': 'x' });
    const said = await project.assay('track', '--last', '2', '--json');
    assert.equal(said.exitCode, 3);
    assert.deepEqual(statuses(JSON.parse(said.stdout)), ['measured', 'failed']);
  });

  test('takes every n-th of the last commits, counted from the newest', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    const made = await tenCommits(project, 5);
    const { commits } = await project.json('track', '--last', '8', '--every', '3', '--dry-run');
    assert.deepEqual(
      commits.map(({ commit }: { commit: string }) => commit),
      [made[3], made[6], made[9]],
    );
  });

  test('refuses to guess a range, and one that git does not know', async () => {
    await using project = await createProject({ 'assay.yaml': CONFIG });
    assert.equal((await project.assay('track')).exitCode, 2);
    const said = await project.assay('track', 'nowhere..HEAD');
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /nowhere\.\.HEAD/);
  });
});

describe('the order of measuring', () => {
  test('begins with the ends and halves the longest unknown stretch', () => {
    assert.deepEqual(subdivisionOrder(9, new Set()), [8, 0, 4, 6, 2, 7, 5, 3, 1]);
    assert.deepEqual(subdivisionOrder(9, new Set([0, 8, 4])), [6, 2, 7, 5, 3, 1]);
    assert.deepEqual(subdivisionOrder(1, new Set()), [0]);
    assert.deepEqual(subdivisionOrder(0, new Set()), []);
  });

  test('is each unknown commit once', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.array(fc.nat(200)), (n, some) => {
        const known = new Set(some.filter((at) => at < n));
        const order = subdivisionOrder(n, known);
        const unknown = Array.from({ length: n }, (_, i) => i).filter((at) => !known.has(at));
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          unknown,
        );
      }),
    );
  });
});
