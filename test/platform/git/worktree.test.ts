import assert from 'node:assert/strict';
import { mkdir, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRepository } from '../../../src/platform/git/repository.ts';
import { addWorktree, removeWorktree } from '../../../src/platform/git/worktree.ts';
import { createProject } from '../../kit/project.ts';

async function setUp() {
  const project = await createProject({ 'a.txt': 'a\n' });
  const repository = await findRepository(project.root);
  const path = join(project.outside, '0123456789abcdef0123');
  const records = (): Promise<string[]> => readdir(join(project.root, '.git', 'worktrees')).catch(() => []);
  const add = (): Promise<void> => addWorktree(repository, path, project.git('rev-parse', 'HEAD'));
  return {
    project,
    repository,
    path,
    records,
    add,
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

test('a worktree is removed with its record, whole or without its folder', async () => {
  await using given = await setUp();
  for (const spoil of [async () => {}, () => rm(given.path, { recursive: true })]) {
    await given.add();
    await spoil();
    await removeWorktree(given.repository, given.path);
    assert.deepEqual(await given.records(), []);
    assert.deepEqual(await readdir(given.project.outside), []);
  }
});

test('what a git killed in the middle of adding leaves is removed: locked, or without its path', async () => {
  await using given = await setUp();
  const record = join(given.project.root, '.git', 'worktrees', '0123456789abcdef0123');
  for (const spoil of [
    () => writeFile(join(record, 'locked'), 'initializing\n'),
    () => unlink(join(record, 'gitdir')),
    () => writeFile(join(record, 'gitdir'), ''),
    () => unlink(join(given.path, '.git')),
    () => unlink(join(record, 'HEAD')),
  ]) {
    await given.add();
    await spoil();
    await removeWorktree(given.repository, given.path);
    assert.deepEqual(await given.records(), [], String(spoil));
    await given.add();
    await removeWorktree(given.repository, given.path);
  }
});

test('records of other worktrees stay, also of one whose folder is missing', async () => {
  await using given = await setUp();
  const unplugged = join(given.project.outside, 'unplugged');
  given.project.git('worktree', 'add', '--quiet', '--detach', unplugged);
  await rm(unplugged, { recursive: true });
  await given.add();
  await removeWorktree(given.repository, given.path);
  assert.deepEqual(await given.records(), ['unplugged']);
});

test('removing what was never there is no error', async () => {
  await using given = await setUp();
  await removeWorktree(given.repository, given.path);
  await mkdir(given.path);
  await writeFile(join(given.path, 'left-over'), '');
  await removeWorktree(given.repository, given.path);
  assert.deepEqual(await readdir(given.project.outside), []);
});
