import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { processesWith } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

async function projectWithBuild(build: (log: string) => unknown): Promise<Project> {
  const project = await createProject({ 'version.txt': '1\n' });
  const benchmark = { command: ['sh', '-c', 'test -e built.txt'], samples: 2, warmup: 0 };
  await project.commit('configure', {
    'assay.yaml': configOf(benchmark, { build: build(join(project.outside, 'log')) }),
  });
  return project;
}

async function builds(project: Project): Promise<number> {
  const text = await readFile(join(project.outside, 'log'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

describe('builds', { concurrency: 2 }, () => {
  test('a build that fails ends the run with its log shown and kept, and is tried again', async () => {
    await using project = await projectWithBuild(
      (log) =>
        `echo started >> '${log}'; echo "error: line 1 of the log"; test -e /proc/self/nope || { echo broken >&2; exit 9; }`,
    );
    for (const times of [1, 2]) {
      const said = await project.assay('run');
      assert.equal(said.exitCode, 4);
      assert.equal(said.stdout, '');
      assert.match(said.stderr, /the build of worktree failed \(exit code 9\)/);
      assert.match(said.stderr, /error: line 1 of the log\n {2}broken/);
      const kept = /the whole log: (.*)\n/.exec(said.stderr)?.[1];
      assert.match(await readFile(kept!, 'utf8'), /^error: line 1 of the log\nbroken\n$/);
      assert.equal(await builds(project), times);
    }
    const { runs } = await project.json('runs');
    assert.deepEqual(
      runs.map(({ status }: { status: string }) => status),
      ['failed', 'failed'],
    );
    assert.equal(project.git('worktree', 'list').split('\n').length, 1);
  });

  test('a build that failed for a passing reason goes on by --resume', async () => {
    await using project = await projectWithBuild((log) => `test -e '${log}' && touch built.txt`);
    assert.equal((await project.assay('run')).exitCode, 4);
    const { runs } = await project.json('runs');
    await project.write({ '../outside/log': '' });
    const said = await project.assay('run', '--resume', runs[0].run);
    assert.equal(said.exitCode, 0, said.stderr);
  });

  test('a build that hangs is ended at its timeout with all that it had started', async () => {
    await using project = await projectWithBuild(() => ({
      command: 'sleep 984 & sleep 983',
      timeout: '300ms',
    }));
    const said = await project.assay('run');
    assert.equal(said.exitCode, 4);
    assert.match(said.stderr, /no end after 0\.3 s/);
    assert.deepEqual(processesWith(project.root), []);
  });

  test('a build is done once for a commit and again for another build configuration', async () => {
    await using project = await projectWithBuild((log) => `echo built >> '${log}'; touch built.txt`);
    const one = await project.assay('run');
    assert.match(one.stderr, /built in/);
    assert.match((await project.assay('run')).stderr, /already built/);
    assert.equal(await builds(project), 1);
    const text = await readFile(join(project.root, 'assay.yaml'), 'utf8');
    await project.write({ 'assay.yaml': text.replace('echo built', 'echo built again') });
    assert.equal((await project.assay('run', '--commit', 'HEAD')).exitCode, 0);
    assert.equal(await builds(project), 2);
  });

  test('a built tree that someone removed is built again', async () => {
    await using project = await projectWithBuild((log) => `echo built >> '${log}'; touch built.txt`);
    await project.assay('run');
    await rm(join(project.root, '.assay', 'trees'), { recursive: true });
    const said = await project.assay('run');
    assert.equal(said.exitCode, 0, said.stderr);
    assert.equal(await builds(project), 2);
  });

  test('two processes that need the same build do it once, and both complete', async () => {
    await using project = await projectWithBuild(
      (log) => `sleep 0.5; echo built >> '${log}'; touch built.txt`,
    );
    const both = await Promise.all([
      project.assay('run', '--json'),
      project.assay('compare', 'HEAD', 'HEAD', '--json'),
    ]);
    assert.deepEqual(
      both.map(({ exitCode }) => exitCode),
      [0, 3],
      both.map(({ stderr }) => stderr).join(''),
    );
    assert.equal(await builds(project), 1);
    const { runs } = await project.json('runs');
    assert.deepEqual(
      runs.map(({ status }: { status: string }) => status),
      ['completed', 'completed'],
    );
    assert.deepEqual((await project.json('db', 'check')).problems, []);
  });

  test('two processes, the first of which fails to build, each say so', async () => {
    await using project = await projectWithBuild(() => 'sleep 0.3; false');
    const both = await Promise.all([project.assay('run'), project.assay('run')]);
    assert.deepEqual(
      both.map(({ exitCode }) => exitCode),
      [4, 4],
    );
  });

  test('no more trees are kept than the cache holds', async () => {
    await using project = await projectWithBuild(() => 'touch built.txt');
    for (let version = 0; version < 10; version++) {
      await project.commit(`version ${version}`, { 'version.txt': `${version}\n` });
      await project.assay('run', '--samples', '1');
    }
    const worktrees = project.git('worktree', 'list').split('\n').length - 1;
    assert.ok(worktrees <= 9, `${worktrees} trees`);
    assert.ok(worktrees >= 8, `${worktrees} trees`);
  });
});
