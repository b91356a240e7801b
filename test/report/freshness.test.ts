import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { reportCommand } from '../../src/cli/report.ts';
import { selectRun } from '../../src/cli/run/select.ts';
import { verifyCommand } from '../../src/cli/verify.ts';
import { git } from '../../src/platform/git/git.ts';
import { runIn } from './command.ts';
import { compareRun, plantStore, revision, SLOWER, singleRun, temporaryFolder } from './planted.ts';
import { theFile } from './published.ts';

const IDENTITY = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@example.invalid',
  '-c',
  'commit.gpgsign=false',
];

async function commitAll(root: string, message: string): Promise<string> {
  await git(root, ['add', '--all']);
  await git(root, [...IDENTITY, 'commit', '--quiet', '--allow-empty', '-m', message]);
  return git(root, ['rev-parse', 'HEAD']);
}

/** A repository with two commits, the comparison of both published, and a README that shows a graph of it. */
async function repository() {
  const folder = await temporaryFolder();
  await git(folder.path, ['init', '--quiet', '--initial-branch=main']);
  await writeFile(join(folder.path, '.gitignore'), 'assay.db*\n');
  await writeFile(join(folder.path, 'program.txt'), 'one');
  const base = await commitAll(folder.path, 'one');
  await writeFile(join(folder.path, 'program.txt'), 'two');
  const change = await commitAll(folder.path, 'two');
  const run = compareRun({
    benchmarks: [SLOWER],
    baseline: revision('main~1', base),
    candidate: revision('main', change),
  });
  const dirty = {
    ...revision('worktree', ''),
    commit: null,
    parent: change,
    dirty: true,
    contentDigest: 'c'.repeat(64),
  };
  const worktree = compareRun({
    id: '01k9zdirty',
    startedAt: '2026-11-19T08:00:00.000Z',
    benchmarks: [SLOWER],
    baseline: revision('main', change),
    candidate: dirty,
  });
  {
    await using _ = await plantStore(folder.path, [
      singleRun(2, { benchmarks: [SLOWER], candidate: revision('main', base) }),
      worktree,
      run,
    ]);
  }
  assert.equal((await runIn(folder.path, reportCommand, ['main'])).exitCode, 0);
  await writeFile(join(folder.path, 'README.md'), '# It\n\n![ratios](results/readme_graphs/ratios.png)\n');
  const dispose = async (): Promise<void> => {
    await folder[Symbol.asyncDispose]();
  };
  return {
    path: folder.path,
    base,
    change,
    run: run.id,
    worktree: worktree.id,
    [Symbol.asyncDispose]: dispose,
  };
}

const verify = (folder: string, ...args: string[]) => runIn(folder, verifyCommand, args);

test('graphs in a README are verified against the store', async () => {
  await using at = await repository();
  const said = await verify(at.path, 'README.md');
  assert.equal(said.exitCode, 0, said.stdout);
  assert.match(said.stdout, /1 single graphs/);
});

test('a README graph that was swapped for a picture of another origin fails', async () => {
  await using at = await repository();
  await writeFile(join(at.path, 'results/readme_graphs/ratios.png'), Buffer.from('iVBORw0KGgo=', 'base64'));
  const said = await verify(at.path, 'README.md');
  assert.equal(said.exitCode, 1, said.stdout);
});

test('a README graph of a run that the store does not have is inconclusive', async () => {
  await using at = await repository();
  await using other = await repository();
  const copied = join(at.path, 'docs');
  await mkdir(copied);
  await copyFile(join(other.path, 'results/readme_graphs/ratios.png'), join(copied, 'ratios.png'));
  await using empty = await temporaryFolder();
  await using _ = await plantStore(empty.path, []);
  assert.equal((await verify(empty.path, join(copied, 'ratios.png'))).exitCode, 3);
});

test('pictures that Assay did not draw are left alone, and a README with no other shows nothing', async () => {
  await using at = await repository();
  await writeFile(join(at.path, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(at.path, 'OTHER.md'), '![logo](logo.svg)');
  const said = await verify(at.path, 'OTHER.md');
  assert.equal(said.exitCode, 3, said.stdout);
  assert.match(said.stderr, /not checked: logo\.svg: not a graph of Assay/);
  const readme = await readFile(join(at.path, 'README.md'), 'utf8');
  await writeFile(join(at.path, 'README.md'), `![logo](logo.svg)\n${readme}`);
  assert.equal((await verify(at.path, 'README.md')).exitCode, 0);
});

test('a graph that a README shows and that is not there fails', async () => {
  await using at = await repository();
  await writeFile(join(at.path, 'README.md'), '![gone](results/readme_graphs/gone.png)');
  const said = await verify(at.path, 'README.md');
  assert.equal(said.exitCode, 1);
  assert.match(said.stdout, /gone\.png: missing-file: README\.md shows it/);
});

test('results are fresh at their commit, and after the commit that publishes them', async () => {
  await using at = await repository();
  assert.equal((await verify(at.path, '--commit', 'HEAD')).exitCode, 0);
  await commitAll(at.path, 'publish the results');
  assert.equal((await verify(at.path, 'README.md', '--commit', 'HEAD')).exitCode, 0);
  assert.equal((await verify(at.path, 'README.md', 'results', '--commit', 'HEAD')).exitCode, 0);
});

test('results are stale once anything else changed', async () => {
  await using at = await repository();
  await commitAll(at.path, 'publish the results');
  await writeFile(join(at.path, 'program.txt'), 'three');
  await commitAll(at.path, 'three');
  for (const path of ['README.md', 'results']) {
    const said = await verify(at.path, path, '--commit', 'HEAD');
    assert.equal(said.exitCode, 1, said.stdout);
    assert.match(
      said.stdout,
      new RegExp(`stale: measured at ${at.change.slice(0, 7)}; (README\\.md|program\\.txt) changed`),
    );
  }
});

test('results of a dirty tree are never fresh', async () => {
  await using at = await repository();
  assert.equal((await runIn(at.path, reportCommand, [at.worktree])).exitCode, 0);
  const said = await verify(at.path, '--commit', 'HEAD');
  assert.equal(said.exitCode, 1);
  assert.match(said.stdout, /stale: measured from a tree with uncommitted changes/);
});

test('a run is chosen by commit, by range and by working tree', async () => {
  await using at = await repository();
  await using store = await plantStore(at.path, []);
  const chosen = async (name: string): Promise<string> => (await selectRun(store, name, at.path)).id;
  assert.equal(await chosen('HEAD'), at.run);
  assert.equal(await chosen(at.change.slice(0, 10)), at.run);
  assert.equal(await chosen('HEAD~1'), singleRun(2).id);
  assert.equal(await chosen('HEAD~1..HEAD'), at.run);
  assert.equal(await chosen('HEAD..worktree'), at.worktree);
  assert.equal(await chosen('HEAD..'), at.worktree);
  assert.equal(await chosen('latest'), at.run);
  await assert.rejects(chosen('HEAD..HEAD~1'), { code: 'inconclusive' });
  await assert.rejects(chosen('no-such-name'), { code: 'input' });
});

test('a report of a dirty tree says so in its text, its pictures and its folder', async () => {
  await using at = await repository();
  assert.equal((await runIn(at.path, reportCommand, ['HEAD..'])).exitCode, 0);
  const report = await readFile(await theFile(join(at.path, 'results/reports'), /\.md$/), 'utf8');
  assert.match(report, new RegExp(`Candidate: worktree \\(${at.change.slice(0, 7)}, dirty\\)`));
  const svg = await readFile(join(at.path, 'results/readme_graphs/ratios.svg'), 'utf8');
  assert.match(svg, /&quot;dirty&quot;:true/);
  await theFile(join(at.path, 'results/versioned_results'), new RegExp(`^${at.change.slice(0, 7)}-dirty_`));
});
