import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Random, seededRandom } from '../../src/core/random.ts';
import { loadExecutions } from '../../src/store/measurements.ts';
import { descendantsOf, eventually, processesWith, read } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

/** The delays are drawn from it; a failure is repeated with the seed that it names. */
const SEED = Number(process.env.ASSAY_TEST_SEED ?? randomInt(2 ** 32 - 1));
const KILLS = 25;
const SAMPLES = 10;
const CASES = ['a', 'b'];

describe(`kill -9 at random points (ASSAY_TEST_SEED=${SEED})`, { concurrency: true }, () => {
  test(`${KILLS} kills of a run lose nothing that was finished and leave nothing behind`, () =>
    killRepeatedly(['run'], 1));
  test(`${KILLS} kills of a comparison lose nothing that was finished and leave nothing behind`, () =>
    killRepeatedly(['compare', 'HEAD~1', 'HEAD'], 2));
});

async function killRepeatedly(args: readonly string[], sides: number): Promise<void> {
  const random = seededRandom(SEED + sides);
  await using project = await countingProject();
  const started = performance.now();
  assert.notEqual((await project.assay(...args)).exitCode, 4);
  const durationMs = performance.now() - started;
  for (let kill = 0; kill < KILLS; ) {
    const version = project.git('rev-list', '--count', 'HEAD');
    await project.commit(`version ${version}`, { 'version.txt': `${version}\n` });
    await rm(join(project.outside, 'count'), { force: true });
    const afterMs = random.below(durationMs);
    const why = `seed ${SEED}, kill ${kill} of ${args[0]} after ${afterMs} ms`;
    if (!(await killAfter(project, args, afterMs, random))) continue;
    kill++;
    await checkKilled(project, sides, why);
  }
}

/** Each execution leaves a line outside when it is over. Every commit is another build. */
async function countingProject(): Promise<Project> {
  const project = await createProject({ 'version.txt': '0\n' });
  await project.commit('with benchmarks', {
    'version.txt': '1\n',
    'assay.yaml': configOf(
      {
        ...{ samples: SAMPLES, warmup: 0, env: { COUNT: join(project.outside, 'count') } },
        ...{ params: { case: CASES }, prepare: 'sleep 0.001', cleanup: 'sleep 0.001' },
        command: 'sleep 0.01; echo {case} >> "$COUNT"',
      },
      { build: 'sleep 0.03; cp version.txt built.txt' },
    ),
  });
  project.git('tag', 'first');
  return project;
}

/** Kills Assay, half of the times with its sampler in the same instant. False if it had ended before. */
async function killAfter(
  project: Project,
  args: readonly string[],
  afterMs: number,
  random: Random,
): Promise<boolean> {
  const assay = project.start(args);
  await delay(afterMs);
  const isSampler = (pid: number): boolean => read(`/proc/${pid}/cmdline`).includes('assay-sampler');
  const sampler = random.below(2) === 0 ? descendantsOf(assay.pid).filter(isSampler) : [];
  // Stopped first, or it would see Assay go and clear up.
  for (const pid of sampler) signalIfThere(pid, 'SIGSTOP');
  assay.kill('SIGKILL');
  for (const pid of sampler) signalIfThere(pid, 'SIGKILL');
  return (await assay.ended).signal === 'SIGKILL';
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended with Assay.
  }
}

async function checkKilled(project: Project, sides: number, why: string): Promise<void> {
  const { runs } = JSON.parse((await project.assay('runs', '--limit', '1', '--json')).stdout);
  const [run] = runs;
  const newest = run?.candidate.commit === project.git('rev-parse', 'HEAD') ? run : null;
  assert.deepEqual(newest === null ? [] : processesWith(`ASSAY_RUN=${run.run}`), [], `${why}: processes`);
  const stored = newest === null ? 0 : await countExecutions(project, run.run);
  const finished = await countFinished(project);
  assert.ok(stored <= finished && finished <= stored + 1, `${why}: ${finished} finished, ${stored} stored`);
  // A start that has nothing to do with what was killed clears it away.
  assert.equal((await project.assay('run', '--commit', 'first', '--samples', '1')).exitCode, 0, why);
  await checkNothingLeft(project, why);
  if (newest === null) return;
  if (run.status === 'completed') {
    // It was killed between its last sample and its end.
    assert.equal(stored, sides * CASES.length * SAMPLES, why);
    return;
  }
  assert.equal(run.status, 'interrupted', `${why}: ${run.status}`);
  await checkResumed(project, run.run, sides, why);
  await checkNothingLeft(project, why);
}

async function checkResumed(project: Project, id: string, sides: number, why: string): Promise<void> {
  const said = await project.assay('run', '--resume', id, '--json');
  const result = JSON.parse(said.stdout);
  assert.equal(result.run, id, why);
  const shown = await project.json('show', id);
  assert.equal(shown.status, 'completed', why);
  if (sides === 2) {
    assert.equal(result.comparisons.length, CASES.length, why);
    for (const { baseline, candidate } of result.comparisons)
      assert.deepEqual([baseline.n, candidate.n], [SAMPLES, SAMPLES], why);
  }
  const walls = shown.measurements.filter((each: { metric: string }) => each.metric === 'wall');
  assert.equal(walls.length, sides * CASES.length, why);
  // The block that was interrupted keeps the sample it has, which no comparison uses.
  const spare = sides - 1;
  for (const { samples } of walls)
    assert.ok(samples.length >= SAMPLES && samples.length <= SAMPLES + spare, `${why}: ${samples.length}`);
  const { problems } = await project.json('db', 'check');
  assert.deepEqual(problems, [], why);
}

async function countExecutions(project: Project, id: string): Promise<number> {
  await using store = await project.store();
  return (await loadExecutions(store, id)).length;
}

async function countFinished(project: Project): Promise<number> {
  const text = await readFile(join(project.outside, 'count'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

async function checkNothingLeft(project: Project, why: string): Promise<void> {
  const gone = await eventually(() => processesWith(project.root).length === 0, 2000);
  assert.ok(gone, `${why}: processes ${processesWith(project.root)}`);
  await using store = await project.store();
  const builds = store.connection.prepare('SELECT key, status FROM build').all();
  assert.ok(
    builds.every(({ status }) => status === 'ready'),
    `${why}: ${JSON.stringify(builds)}`,
  );
  const trees = await readdir(join(project.root, '.assay', 'trees'));
  assert.deepEqual(trees.sort(), builds.map(({ key }) => key).sort(), `${why}: trees`);
  const records = await readdir(join(project.root, '.git', 'worktrees'));
  assert.deepEqual(records.sort(), trees, `${why}: records of worktrees`);
  const locks = (await readdir(join(project.root, '.git'), { recursive: true })).filter((name) =>
    /\.lock$|\/locked$/.test(name),
  );
  assert.deepEqual(locks, [], `${why}: locks`);
  assert.equal(project.git('status', '--porcelain'), '', why);
}
