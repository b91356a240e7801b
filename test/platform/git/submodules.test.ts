import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRepository } from '../../../src/platform/git/repository.ts';
import { takeSnapshot } from '../../../src/platform/git/snapshot.ts';
import { addWorktree, removeWorktree } from '../../../src/platform/git/worktree.ts';
import { filesOf } from '../../kit/fingerprint.ts';
import { createProject, git, type Project } from '../../kit/project.ts';

const LOCAL = ['-c', 'protocol.file.allow=always'];

/** A repository with the submodule `libs/outer ö`, which has the submodule `inner`. */
async function createNested(): Promise<{ top: Project } & AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  const inner = stack.use(await createProject({ 'inner.txt': 'inner 1\n' }));
  const outer = stack.use(await createProject({ 'outer.txt': 'outer 1\n' }));
  outer.git(...LOCAL, 'submodule', '--quiet', 'add', '--name', 'the inner', inner.root, 'inner');
  await outer.commit('with inner');
  const top = stack.use(await createProject({ 'top.txt': 'top\n' }));
  top.git(...LOCAL, 'submodule', '--quiet', 'add', '--name', 'odd name', outer.root, 'libs/outer ö');
  await top.commit('with outer');
  return { top, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function checkedOut(project: Project, commit = 'HEAD', from = project.root) {
  const repository = await findRepository(from);
  const path = join(project.outside, 'tree');
  await addWorktree(repository, path, git(from, 'rev-parse', commit));
  const files = Object.keys(await filesOf(path)).filter((name) => !name.includes('.git'));
  return {
    files,
    path,
    remove: () => removeWorktree(repository, path),
  };
}

const ALL = ['libs/outer ö/inner/inner.txt', 'libs/outer ö/outer.txt', 'top.txt'];

test('initialised submodules are checked out, nested ones too, from the clones at hand', async () => {
  await using nested = await createNested();
  const { top } = nested;
  top.git(...LOCAL, 'submodule', '--quiet', 'update', '--init', '--recursive');
  const tree = await checkedOut(top);
  assert.deepEqual(tree.files, ALL);
  await tree.remove();
  assert.equal(top.git('status', '--porcelain'), '');
  assert.equal(top.git('worktree', 'list').split('\n').length, 1);
});

test('submodules that are not initialised stay empty, as in a plain clone', async () => {
  await using nested = await createNested();
  const { top } = nested;
  const clone = join(top.outside, 'clone');
  git(top.outside, 'clone', '--quiet', top.root, clone);
  assert.deepEqual((await checkedOut(top, 'HEAD', clone)).files, ['top.txt']);
  assert.deepEqual((await takeSnapshot(await findRepository(clone), [])).paths, ['.gitmodules', 'top.txt']);
});

test('one that was deinitialised stays empty in a commit as in the files of now', async () => {
  await using nested = await createNested();
  const { top } = nested;
  top.git('submodule', '--quiet', 'deinit', '--force', '--all');
  assert.deepEqual((await checkedOut(top)).files, ['top.txt']);
  assert.deepEqual((await takeSnapshot(await findRepository(top.root), [])).paths, [
    '.gitmodules',
    'top.txt',
  ]);
});

test('an inner submodule that is not initialised stays empty while the outer one is filled', async () => {
  await using nested = await createNested();
  const { files } = await checkedOut(nested.top);
  assert.deepEqual(files, ['libs/outer ö/outer.txt', 'top.txt']);
});

test('the submodule of an old commit is the one recorded there, also after it was removed', async () => {
  await using nested = await createNested();
  const { top } = nested;
  const library = join(top.root, 'libs/outer ö');
  const old = top.git('rev-parse', 'HEAD');
  git(library, 'commit', '--quiet', '--allow-empty', '--message', 'newer');
  git(library, 'rm', '--quiet', 'outer.txt');
  git(library, 'commit', '--quiet', '--message', 'without outer.txt');
  await top.commit('newer library');
  top.git('rm', '--quiet', 'libs/outer ö');
  await top.commit('without library');
  assert.deepEqual((await checkedOut(top, old)).files, ['libs/outer ö/outer.txt', 'top.txt']);
});

test('a linked worktree has clones of its own', async () => {
  await using nested = await createNested();
  const { top } = nested;
  const linked = join(top.outside, 'linked');
  top.git('worktree', 'add', '--quiet', linked);
  git(linked, ...LOCAL, 'submodule', '--quiet', 'update', '--init', '--recursive');
  await rm(join(top.root, '.git', 'modules'), { recursive: true });
  assert.deepEqual((await checkedOut(top, 'HEAD', linked)).files, ALL);
});

test('a commit that was never fetched into the clone is an error that says how to get it', async () => {
  await using nested = await createNested();
  const { top } = nested;
  top.git('update-index', '--cacheinfo', `160000,${'1'.repeat(40)},libs/outer ö`);
  top.git('commit', '--quiet', '--message', 'a commit nobody pushed');
  await assert.rejects(checkedOut(top), {
    code: 'infrastructure',
    message: /submodule libs\/outer ö at 111111111111 is not in this clone/,
    hint: /git submodule update --init --recursive/,
  });
});

test('changes inside a submodule are part of the files of now', async () => {
  await using nested = await createNested();
  const { top } = nested;
  const repository = await findRepository(top.root);
  const before = await takeSnapshot(repository, []);
  await top.write({ 'libs/outer ö/outer.txt': 'changed\n', 'libs/outer ö/new.txt': 'new\n' });
  const after = await takeSnapshot(repository, []);
  assert.notEqual(after.digest, before.digest);
  assert.ok(after.paths.includes('libs/outer ö/new.txt'));
});
