import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runAssay } from '../../kit/cli.ts';
import { configOf, createProject, git } from '../../kit/project.ts';

const CONFIG = configOf({ command: ['sh', '-c', 'cat version.txt'], samples: 2, warmup: 0 });
const FILES = { 'assay.yaml': CONFIG, 'version.txt': '1\n' };

test('a folder outside of any repository is refused with what to do', async () => {
  await using project = await createProject(FILES);
  const said = await runAssay(['run'], { cwd: project.outside });
  assert.equal(said.exitCode, 2);
  assert.match(said.stderr, /outside is not inside a git working tree/);
  assert.match(said.stderr, /hint: .*git init/);
});

test('a folder that does not exist is named, not taken for a missing git', async () => {
  await using project = await createProject(FILES);
  const said = await project.assay('-C', 'nowhere', 'run');
  assert.equal(said.exitCode, 2);
  assert.match(said.stderr, /nowhere: there is no such folder/);
});

test('a repository without commits is refused with what to do', async () => {
  await using project = await createProject(FILES);
  const empty = join(project.outside, 'empty');
  git(project.outside, 'init', '--quiet', empty);
  await project.write({ '../outside/empty/assay.yaml': CONFIG });
  for (const args of [['run'], ['compare'], ['run', '--commit', 'HEAD']]) {
    const said = await runAssay(args, { cwd: empty });
    assert.equal(said.exitCode, 2, args.join(' '));
    assert.match(said.stderr, /empty has no commit yet/);
    assert.match(said.stderr, /git commit/);
  }
});

test('a bare repository is refused', async () => {
  await using project = await createProject(FILES);
  const bare = join(project.outside, 'bare.git');
  git(project.root, 'clone', '--quiet', '--bare', '.', bare);
  await project.write({ '../outside/bare.git/assay.yaml': CONFIG });
  const said = await runAssay(['run'], { cwd: bare });
  assert.equal(said.exitCode, 2);
  assert.match(said.stderr, /not inside a git working tree/);
});

test('in a shallow clone what is there is measured, and a missing commit is explained by it', async () => {
  await using project = await createProject(FILES);
  const first = project.git('rev-parse', 'HEAD');
  await project.commit('second', { 'version.txt': '2\n' });
  const shallow = join(project.outside, 'shallow');
  git(project.outside, 'clone', '--quiet', '--depth=1', pathToFileURL(project.root).href, shallow);
  const measured = await runAssay(['run'], { cwd: shallow });
  assert.equal(measured.exitCode, 0, measured.stderr);
  for (const args of [['run', '--commit', first], ['compare', first], ['compare']]) {
    const said = await runAssay(args, { cwd: shallow });
    assert.equal(said.exitCode, 2, args.join(' '));
    assert.match(said.stderr, /shallow clone.*git fetch --unshallow/, args.join(' '));
  }
});

test('a detached HEAD is measured and compared, and stays detached where it was', async () => {
  await using project = await createProject(FILES);
  const first = project.git('rev-parse', 'HEAD');
  await project.commit('second', { 'version.txt': '2\n' });
  project.git('checkout', '--quiet', '--detach', first);
  const run = await project.json('run');
  assert.equal(run.commit, first);
  const comparison = await project.json('compare', 'main');
  assert.equal(comparison.baseline.commit, project.git('rev-parse', 'main'));
  assert.equal(comparison.candidate.commit, first);
  assert.equal(project.git('rev-parse', 'HEAD'), first);
  assert.throws(() => project.git('symbolic-ref', '--quiet', 'HEAD'));
});

test('an unknown commit is named, and options are not taken for commits', async () => {
  await using project = await createProject(FILES);
  for (const [name, pattern] of [
    ['no-such-branch', /there is no commit no-such-branch/],
    ['--all', /there is no commit --all|unknown option|argument missing/],
    ['HEAD:version.txt', /there is no commit HEAD:version.txt/],
    ['', /there is no commit/],
  ] as const) {
    const said = await project.assay('run', `--commit=${name}`);
    assert.equal(said.exitCode, 2, name);
    assert.match(said.stderr, pattern);
  }
});

test('an assay.yaml in a folder of a monorepo works from there and from below', async () => {
  await using project = await createProject({ 'top.txt': 'top\n' });
  const before = project.git('rev-parse', 'HEAD');
  await project.commit('add a package', {
    'packages/größe one/assay.yaml': configOf(
      { command: ['sh', '-c', 'cat built.txt ../../top.txt'], samples: 1, warmup: 0 },
      { build: 'cp version.txt built.txt' },
    ),
    'packages/größe one/version.txt': '1\n',
    'packages/größe one/deep/er/x': '',
  });
  const package_ = join(project.root, 'packages/größe one');
  for (const cwd of [package_, join(package_, 'deep', 'er')]) {
    const said = await runAssay(['run'], { cwd });
    assert.equal(said.exitCode, 0, said.stderr);
  }
  assert.equal(project.git('status', '--porcelain'), '');
  const { runs } = JSON.parse((await runAssay(['runs', '--json'], { cwd: package_ })).stdout);
  assert.equal(runs.length, 2);
  const early = await runAssay(['run', '--commit', before], { cwd: package_ });
  assert.equal(early.exitCode, 4, 'the folder is not in that commit: its build fails');
  assert.match(early.stderr, /version\.txt/);
});

test('a linked worktree of the user is measured like the main one', async () => {
  await using project = await createProject(FILES);
  const linked = join(project.outside, 'linked tree');
  project.git('worktree', 'add', '--quiet', '-b', 'side', linked);
  const said = await runAssay(['run', '--json'], { cwd: linked });
  assert.equal(said.exitCode, 0, said.stderr);
  await mkdir(join(linked, 'sub'));
  assert.equal((await runAssay(['runs', '--json'], { cwd: join(linked, 'sub') })).exitCode, 0);
  assert.equal(git(linked, 'status', '--porcelain'), '');
});
