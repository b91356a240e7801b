import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findConfig } from '../../src/config/find.ts';
import { loadConfig } from '../../src/config/load.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { git } from '../../src/platform/git/git.ts';
import { temporary } from './temporary.ts';

test('the nearest configuration is found, from a folder below, and not above the repository', async () => {
  await using directory = await temporary({
    'assay.yaml': '',
    'repo/tool/assay.yml': 'benchmarks: {a: {command: x, cwd: ..}}',
    'repo/tool/src/main.c': '',
    'repo/docs/readme': '',
  });
  const repo = join(directory.path, 'repo');
  await git(repo, ['init', '--quiet']);
  const tool = join(repo, 'tool', 'assay.yml');
  assert.equal(await findConfig(join(repo, 'tool', 'src')), tool);
  await assert.rejects(findConfig(join(repo, 'docs')), {
    code: 'config',
    message: `there is no assay.yaml in ${repo}/docs or above it up to ${repo}`,
    hint: 'run `assay init`',
  });
  const config = await loadConfig(tool);
  assert.deepEqual([config.directory, config.prefix], [join(repo, 'tool'), 'tool']);
  assert.equal(planOf(config).benchmarks[0]!.cases[0]!.cwd, '..');
});

test('a linked worktree is a repository of its own', async () => {
  await using directory = await temporary({ 'repo/assay.yaml': 'benchmarks: {a: {command: x}}' });
  const repo = join(directory.path, 'repo');
  await git(repo, ['init', '--quiet']);
  await git(repo, ['add', '.']);
  await git(repo, ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'a']);
  await git(repo, ['worktree', 'add', '--quiet', '--detach', '../linked']);
  const linked = join(directory.path, 'linked');
  assert.equal(await findConfig(linked), join(linked, 'assay.yaml'));
  await rm(join(linked, 'assay.yaml'));
  await assert.rejects(findConfig(linked), { code: 'config' });
});

test('two configurations in one folder are refused rather than one being chosen', async () => {
  await using directory = await temporary({ 'assay.yaml': '', 'assay.yml': '' });
  await assert.rejects(findConfig(directory.path), {
    code: 'config',
    message: /has both assay\.yaml and assay\.yml/,
  });
});

test('outside of a repository only the folder itself is looked at', async () => {
  await using directory = await temporary({ 'assay.yaml': '' });
  const inner = join(directory.path, 'inner');
  await mkdir(inner);
  await assert.rejects(findConfig(inner), { code: 'config', message: `there is no assay.yaml in ${inner}` });
});
