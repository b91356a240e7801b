import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, test } from 'node:test';
import { LintResultSchema } from '../../src/cli/schemas/lint.ts';
import { runCommand } from '../../src/platform/process.ts';
import { saveCalibration } from '../../src/store/calibrations.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { openStore } from '../../src/store/open.ts';
import { type AssayOptions, runAssay } from '../kit/cli.ts';
import { fillRun } from '../kit/filled-store.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';

const CONFIG = `environments:
  small: {kind: container, dockerfile: build/of-small, cpus: 1, memory: 256MiB}
benchmarks:
  parse: {command: [./parse]}
`;
const GOOD = 'FROM scratch\nUSER 65534\n';

async function project(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(folder.at(name)), { recursive: true });
    await writeFile(folder.at(name), text);
  }
  return folder;
}

async function repository(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await project(files);
  await runCommand(['git', 'init', '--quiet'], { cwd: folder.path });
  return folder;
}

const lint = (folder: Folder, args: readonly string[] = [], options: Partial<AssayOptions> = {}) =>
  runAssay(['lint', ...args], { cwd: folder.path, ...options });

const json = async (folder: Folder, args: readonly string[] = []) => {
  const { stdout, exitCode } = await lint(folder, [...args, '--json']);
  return { exitCode, ...LintResultSchema.parse(JSON.parse(stdout)) };
};

describe('assay lint', () => {
  test('looks at the configuration, the Dockerfiles it names, and what git does not ignore', async () => {
    await using folder = await repository({
      'assay.yaml': CONFIG,
      'build/of-small': GOOD,
      'service/Dockerfile': GOOD,
      'service/app.dockerfile': GOOD,
      'docker-compose.yml': 'services: {}',
      'nested/assay.yaml': 'not: ours',
      'Dockerfile.md': 'about Dockerfiles',
      '.gitignore': 'ignored/',
      'ignored/Dockerfile': 'not one',
    });
    const { files, exitCode } = await json(folder);
    assert.deepEqual(files.sort(), [
      'assay.yaml',
      'build/of-small',
      'docker-compose.yml',
      'service/Dockerfile',
      'service/app.dockerfile',
    ]);
    assert.equal(exitCode, 0);
    const below = await json({ ...folder, path: folder.at('service') });
    assert.ok(
      below.files.includes('Dockerfile') && below.files.length === 5,
      'from a folder of the project as well',
    );
  });

  test('looks at the files and folders that are named, whatever their names, without a project', async () => {
    await using folder = await project({
      'a/Dockerfile': GOOD,
      'a/other.txt': 'text',
      'b/image': GOOD,
      'b/c.yml': 'services: {}',
    });
    const { files, exitCode } = await json(folder, ['a', 'b/image', 'b/c.yml']);
    assert.deepEqual(files, ['a/Dockerfile', 'b/image', 'b/c.yml']);
    assert.equal(exitCode, 0);
  });

  test('ends with 1 for an error, and with 0 when there are only warnings and notes', async () => {
    await using folder = await project({
      Dockerfile: 'FROM debian\nUSER 1000\n',
      'ok.dockerfile': 'FROM debian:12.5\n',
    });
    const bad = await lint(folder, ['Dockerfile']);
    assert.equal(bad.exitCode, 1);
    assert.match(bad.stdout, /^Dockerfile:1:1: error image-unpinned: debian: names no version/);
    assert.match(bad.stdout, /\n {4}fix: .*\n/);
    assert.match(bad.stdout, /\n1 file, \d+ rules: 1 error, 0 warnings, 0 notes\n$/);
    const warned = await lint(folder, ['ok.dockerfile']);
    assert.equal(warned.exitCode, 0);
    assert.match(warned.stdout, /: warning root-user: /);
  });

  test('applies the rules that are chosen, and leaves out what is less severe', async () => {
    await using folder = await project({ Dockerfile: 'FROM debian\n' });
    const rules = async (...args: string[]) =>
      (await json(folder, ['Dockerfile', ...args])).findings.map(({ rule }) => rule);
    assert.deepEqual(await rules(), ['image-unpinned', 'root-user']);
    assert.deepEqual(await rules('--rule', 'root-user'), ['root-user']);
    assert.deepEqual(await rules('--disable', 'root-user', '--disable', 'image-unpinned'), []);
    assert.deepEqual(await rules('--severity', 'error'), ['image-unpinned']);
    const unknown = await lint(folder, ['--rule', 'root-usr']);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /there is no rule root-usr; did you mean "root-user"\?/);
  });

  test('adds limits up against this machine, or the one that is described', async () => {
    const text = "services:\n  a: {image: 'a:1', cpus: 9, mem_limit: 18.5g}\n";
    await using folder = await project({ 'compose.yaml': text });
    const messages = async (...args: string[]) =>
      (await json(folder, ['compose.yaml', '--rule', 'resources-oversubscribed', ...args])).findings.map(
        ({ message }) => message,
      );
    assert.equal((await messages('--cpus', '8', '--memory', '16GiB')).length, 2);
    assert.equal((await messages('--cpus', '9', '--memory', '18.5GiB')).length, 0);
    const { machine } = await json(folder, ['compose.yaml']);
    assert.ok(machine.cpus! > 0 && machine.memoryBytes! > 0);
    assert.equal((await lint(folder, ['--cpus', 'many'])).exitCode, 2);
    assert.equal((await lint(folder, ['--memory', '16'])).exitCode, 2);
  });

  test('asks what a container costs until a calibration of it is stored', async () => {
    await using folder = await repository({ 'assay.yaml': CONFIG });
    const found = async () =>
      (await json(folder, ['--rule', 'overhead-unmeasured'])).findings.map(({ fix }) => fix);
    assert.deepEqual(await found(), ['assay calibrate --env host --env small']);
    await mkdir(folder.at('.assay'));
    await using store = await openStore(folder.at('.assay/assay.db'));
    assert.equal((await found()).length, 1);
    await fillRun(store, { id: 'c1', kind: 'calibrate' });
    for (const id of ['here', 'there']) await saveEnvironment(store, { id, identity: {} });
    saveCalibration(store, {
      runId: 'c1',
      measuredAt: '2026-01-01T00:00:00Z',
      baseline: { name: 'host', id: 'here' },
      candidate: { name: 'small', id: 'there' },
      budget: 0.01,
      alpha: 0.001,
      rows: [],
    });
    assert.deepEqual(await found(), []);
  });

  test('ends with 2 when a file cannot be read, names the place, and looks at the others all the same', async () => {
    await using folder = await project({
      Dockerfile: 'FROM debian\nUSER 1000\n',
      'broken.dockerfile': 'FROM debian:12.5\nRUNN make\n',
      'compose.yaml': 'services:\n  a: [\n',
      'assay.yaml': 'benchmarks: {}\n',
      'binary.dockerfile': 'FROM a:1\n\0',
    });
    const said = await lint(folder);
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /error: broken\.dockerfile:2:1: "RUNN" is no instruction/);
    assert.match(said.stderr, /error: compose\.yaml:\d+:\d+: /);
    assert.match(said.stderr, /error: assay\.yaml:1:\d+: benchmarks: /);
    assert.match(said.stderr, /error: binary\.dockerfile:2: holds a NUL character/);
    assert.match(said.stdout, /^Dockerfile:1:1: error image-unpinned/);
    const { unreadable, findings } = await json(folder);
    assert.equal(unreadable.length, 4);
    assert.equal(findings.length, 1);
  });

  test('ends with 2 when there is nothing to look at, or what is named is not there', async () => {
    await using folder = await project({ 'README.md': 'nothing' });
    const nothing = await lint(folder);
    assert.equal(nothing.exitCode, 2);
    assert.match(nothing.stderr, /there is no assay\.yaml, Dockerfile or compose file/);
    const missing = await lint(folder, ['nowhere/Dockerfile']);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /nowhere\/Dockerfile: there is no such file or folder/);
  });
});
