import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesOf } from '../../kit/fingerprint.ts';
import { configOf, createProject, type Project } from '../../kit/project.ts';

const CONFIG = configOf(
  { command: ['./work.sh'], samples: 2, warmup: 0 },
  { build: 'cp source.txt built.txt' },
);
const FILES = {
  'assay.yaml': CONFIG,
  'work.sh': '#!/bin/sh\ntest -e built.txt && test ! -e ignored.log\n',
  'source.txt': 'one\n',
  'stashed.txt': 'one\n',
  '.gitignore': 'ignored.log\nbuilt.txt\n',
};

async function busyCheckout(): Promise<Project> {
  const project = await createProject(FILES);
  await chmod(join(project.root, 'work.sh'), 0o755);
  await project.commit('executable');
  await project.write({ 'stashed.txt': 'stashed\n' });
  project.git('stash', 'push', '--quiet');
  project.git('config', 'user.nickname', 'kept');
  project.git('tag', 'old');
  await project.commit('second', { 'source.txt': 'two\n' });
  await project.write({ 'source.txt': 'three\n', 'new.txt': 'untracked\n', 'ignored.log': 'x\n' });
  project.git('add', 'new.txt');
  return project;
}

/** All that a user could see of a checkout: files, index, refs, stash, configuration, and what git says. */
async function seen(project: Project): Promise<unknown> {
  return {
    files: await filesOf(project.root, ['.git', '.assay']),
    git: await filesOf(project.root, [
      '.git/objects',
      '.git/worktrees',
      '.assay',
      ...['assay.yaml', 'work.sh', 'source.txt', 'stashed.txt', 'new.txt', 'ignored.log', '.gitignore'],
    ]),
    indexWrittenAt: (await stat(join(project.root, '.git', 'index'))).mtimeMs,
    status: project.git('--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--ignored'),
    stash: project.git('stash', 'list'),
    config: project.git('config', '--list', '--local'),
    log: project.git('log', '--all', '--format=%H %D'),
  };
}

test('run and compare leave files, index, HEAD, stash, configuration and status as they were', async () => {
  await using project = await busyCheckout();
  await mkdir(join(project.root, '.assay'));
  await writeFile(join(project.root, '.assay', '.gitignore'), '*\n');
  const before = await seen(project);
  for (const args of [['run'], ['run', '--commit', 'old'], ['compare', 'old'], ['compare', 'old', 'HEAD']]) {
    const said = await project.assay(...args);
    assert.ok(said.exitCode === 0 || said.exitCode === 3, said.stderr);
    assert.deepEqual(await seen(project), before, args.join(' '));
  }
});

test('hooks of the user are not run', async () => {
  await using project = await busyCheckout();
  const mark = join(project.outside, 'hook-ran');
  for (const name of ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change']) {
    const hook = join(project.root, '.git', 'hooks', name);
    await writeFile(hook, `#!/bin/sh\necho ${name} >> '${mark}'\n`, { mode: 0o755 });
  }
  assert.equal((await project.assay('run', '--commit', 'old')).exitCode, 0);
  assert.equal((await project.assay('run')).exitCode, 0);
  await assert.rejects(readFile(mark), { code: 'ENOENT' });
});

test('a run from a hook measures the repository it is in, whatever git variables are set', async () => {
  await using project = await busyCheckout();
  await using other = await createProject({ 'other.txt': 'another repository\n' });
  const env = {
    GIT_DIR: join(other.root, '.git'),
    GIT_WORK_TREE: other.root,
    GIT_INDEX_FILE: join(other.root, '.git', 'index'),
    GIT_PREFIX: '',
  };
  const said = await project.start(['run', '--commit', 'old', '--json'], { env }).ended;
  assert.equal(said.exitCode, 0, said.stderr);
  assert.equal(JSON.parse(said.stdout).commit, project.git('rev-parse', 'old'));
  assert.equal(other.git('worktree', 'list').split('\n').length, 1);
});

test('an old commit is measured as it was, and the files of now as they are', async () => {
  await using project = await busyCheckout();
  await project.write({
    'assay.yaml': configOf(
      {
        command: [
          'sh',
          '-c',
          `cat built.txt >> '${project.outside}/seen'; ls | tr '\\n' ' ' >> '${project.outside}/seen'`,
        ],
        samples: 1,
        warmup: 0,
      },
      { build: 'cp source.txt built.txt' },
    ),
  });
  await project.assay('run', '--commit', 'old');
  await project.assay('run');
  const text = await readFile(join(project.outside, 'seen'), 'utf8');
  assert.equal(
    text,
    'one\nassay.yaml built.txt source.txt stashed.txt work.sh three\nassay.yaml built.txt new.txt source.txt stashed.txt work.sh ',
  );
});
