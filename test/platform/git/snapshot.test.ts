import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRepository } from '../../../src/platform/git/repository.ts';
import { copySnapshot, isDirty, takeSnapshot } from '../../../src/platform/git/snapshot.ts';
import { filesOf } from '../../kit/fingerprint.ts';
import { configOf, createProject, type Project } from '../../kit/project.ts';

const FILES = {
  'assay.yaml': configOf({ command: ['/bin/true'] }),
  '.gitignore': 'ignored/\n*.o\n',
  'kept.txt': 'kept\n',
  'changed.txt': 'before\n',
  'deleted.txt': 'gone soon\n',
  'renamed-before.txt': 'renamed\n',
  'script.sh': '#!/bin/sh\n',
  'target.txt': 'target\n',
};

/** Every way in which a working tree differs from its commit. */
async function makeDirty(project: Project): Promise<void> {
  const at = (path: string): string => join(project.root, path);
  await project.write({
    'changed.txt': 'after\n',
    'untracked.txt': 'new\n',
    'ü ñ/spaced name.txt': 'non-ASCII\n',
    'line\nbreak.txt': 'a name of two lines\n',
    '-dash.txt': 'like an option\n',
    ':(top)magic.txt': 'like a pathspec\n',
    'ignored/build.bin': 'ignored\n',
    'main.o': 'ignored as well\n',
    'staged.txt': 'staged\n',
  });
  project.git('add', 'staged.txt');
  await writeFile(at('staged.txt'), 'staged, then changed\n');
  await unlink(at('deleted.txt'));
  project.git('mv', 'renamed-before.txt', 'renamed-after.txt');
  await chmod(at('script.sh'), 0o755);
  await symlink('target.txt', at('link'));
  await symlink('/nowhere/at/all', at('dangling'));
}

const EXPECTED = [
  '-dash.txt',
  '.gitignore',
  ':(top)magic.txt',
  'assay.yaml',
  'changed.txt',
  'dangling',
  'kept.txt',
  'line\nbreak.txt',
  'link',
  'renamed-after.txt',
  'script.sh',
  'staged.txt',
  'target.txt',
  'untracked.txt',
  'ü ñ/spaced name.txt',
];

test('the copy of a dirty tree is its tracked and untracked files, not the ignored ones, as they are now', async () => {
  await using project = await createProject(FILES);
  await makeDirty(project);
  const repository = await findRepository(project.root);
  const snapshot = await takeSnapshot(repository, []);
  assert.deepEqual([...snapshot.paths], EXPECTED);
  const target = join(project.outside, 'copy');
  assert.equal(await copySnapshot(repository, snapshot, target), snapshot.digest);
  const here = await filesOf(project.root, ['.git', 'ignored', 'main.o']);
  assert.deepEqual(await filesOf(target), here);
});

test('a tree is dirty by each kind of change alone, and clean again without it', async () => {
  await using project = await createProject(FILES);
  const repository = await findRepository(project.root);
  const dirty = () => isDirty(repository, []);
  assert.equal(await dirty(), false);
  const changes: (() => Promise<void> | void)[] = [
    () => project.write({ 'changed.txt': 'after\n' }),
    () => unlink(join(project.root, 'deleted.txt')),
    () => project.write({ 'untracked.txt': '' }),
    () => chmod(join(project.root, 'script.sh'), 0o755),
    () => void project.git('mv', 'kept.txt', 'moved.txt'),
    async () => {
      await unlink(join(project.root, 'kept.txt'));
      await symlink('target.txt', join(project.root, 'kept.txt'));
    },
  ];
  for (const change of changes) {
    await change();
    assert.equal(await dirty(), true, String(change));
    project.git('reset', '--quiet', '--hard');
    project.git('clean', '--quiet', '-d', '--force');
    assert.equal(await dirty(), false, String(change));
  }
  await project.write({ 'ignored/file': '', 'main.o': '' });
  assert.equal(await dirty(), false, 'ignored files');
});

test('every difference in a file, its name or its kind gives another digest', async () => {
  await using project = await createProject(FILES);
  const repository = await findRepository(project.root);
  const seen = new Set<string>();
  const add = async (what: string): Promise<void> => {
    const { digest } = await takeSnapshot(repository, []);
    assert.ok(!seen.has(digest), what);
    seen.add(digest);
  };
  await add('unchanged');
  await project.write({ 'changed.txt': 'after\n' });
  await add('content');
  await chmod(join(project.root, 'script.sh'), 0o755);
  await add('executable');
  project.git('mv', 'kept.txt', 'moved.txt');
  await add('name');
  await unlink(join(project.root, 'target.txt'));
  await add('deleted');
  await symlink('after\n', join(project.root, 'target.txt'));
  await add('a link');
  await unlink(join(project.root, 'target.txt'));
  await writeFile(join(project.root, 'target.txt'), 'after\n');
  await add('a file with what was the target of the link');
});

test('a file saved or removed between the snapshot and its copy shows in the digest', async () => {
  await using project = await createProject(FILES);
  const repository = await findRepository(project.root);
  const first = await takeSnapshot(repository, []);
  await project.write({ 'changed.txt': 'after\n' });
  assert.notEqual(await copySnapshot(repository, first, join(project.outside, 'a')), first.digest);
  const second = await takeSnapshot(repository, []);
  await unlink(join(project.root, 'kept.txt'));
  assert.notEqual(await copySnapshot(repository, second, join(project.outside, 'b')), second.digest);
});

test('a repository inside the working tree is copied with its files, not with its history', async () => {
  await using project = await createProject(FILES);
  await using inner = await createProject({ 'inner.txt': 'inner\n', '.gitignore': 'x\n', x: 'ignored\n' });
  execFileSync('cp', ['-r', inner.root, join(project.root, 'inner')]);
  const repository = await findRepository(project.root);
  assert.equal(await isDirty(repository, []), true);
  const { paths } = await takeSnapshot(repository, []);
  assert.deepEqual(
    paths.filter((path) => path.startsWith('inner/')),
    ['inner/.gitignore', 'inner/inner.txt'],
  );
});

test('a pipe in the place of a tracked file is left out instead of waited for', async () => {
  await using project = await createProject(FILES);
  await unlink(join(project.root, 'kept.txt'));
  execFileSync('mkfifo', [join(project.root, 'kept.txt')]);
  const { paths } = await takeSnapshot(await findRepository(project.root), []);
  assert.ok(!paths.includes('kept.txt'));
});

test('a file whose name is not UTF-8 is refused by name, never dropped in silence', async () => {
  await using project = await createProject(FILES);
  const name = Buffer.concat([Buffer.from(`${project.root}/bad-`), Buffer.from([0xff, 0xfe])]);
  await writeFile(name, 'x');
  await assert.rejects(takeSnapshot(await findRepository(project.root), []), {
    code: 'usage',
    message: /bad-.* is not UTF-8/,
  });
});

test('a folder of results that Assay wrote does not make the tree dirty, one of the user does', async () => {
  await using project = await createProject(FILES);
  const repository = await findRepository(project.root);
  await mkdir(join(project.root, 'results'));
  await project.write({ 'results/data.csv': '1\n' });
  assert.equal(await isDirty(repository, ['results']), false);
  assert.equal(await isDirty(repository, []), true);
  await rm(join(project.root, 'results'), { recursive: true });
  assert.deepEqual(await readdir(project.outside), []);
});
