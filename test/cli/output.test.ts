import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ASSAY, runAssay, testEnvironment } from '../kit/cli.ts';
import { configOf, createProject } from '../kit/project.ts';
import { UNPRIVILEGED } from '../kit/unprivileged.ts';

const QUICK = configOf({ command: ['/bin/true'], samples: 2, warmup: 0 });
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
const COLOURS = /\x1b\[/;

describe('stdout is the result, stderr the progress', { concurrency: 2 }, () => {
  test('JSON on stdout parses whatever is said on stderr', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    for (const args of [
      ['run'],
      ['runs'],
      ['show'],
      ['baseline', 'list'],
      ['db', 'check'],
      ['compare', 'HEAD', 'HEAD'],
    ]) {
      const said = await project.assay(...args, '--json');
      assert.match(JSON.parse(said.stdout).schema, /^assay\.[a-z]+\/1$/, args.join(' '));
    }
    const said = await project.assay('run');
    assert.match(said.stderr, /measuring work/);
    assert.doesNotMatch(said.stdout, /measuring work/);
  });

  test('an error is one line with its hint on stderr, and JSON on stdout when asked for', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    const plain = await project.assay('run', '--commit', 'nope');
    assert.equal(plain.stdout, '');
    assert.match(plain.stderr, /^error: .*\n hint: .*\n$/);
    const json = await project.assay('run', '--commit', 'nope', '--json');
    assert.deepEqual(Object.keys(JSON.parse(json.stdout)), ['schema', 'code', 'message', 'hint']);
    assert.equal(JSON.parse(json.stdout).schema, 'assay.error/1');
  });

  test('there are no colours without a terminal, with NO_COLOR, or with --no-color', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    const ended = async (env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> => {
      const said = await project.start(['runs', ...args], { env }).ended;
      return said.stdout + said.stderr;
    };
    assert.doesNotMatch(await ended({}), COLOURS);
    assert.match(await ended({ FORCE_COLOR: '1' }), COLOURS);
    assert.doesNotMatch(await ended({ FORCE_COLOR: '1', NO_COLOR: '1' }), COLOURS);
    assert.doesNotMatch(await ended({ FORCE_COLOR: '1' }, '--no-color'), COLOURS);
  });

  test('a reader that leaves early is no error', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    const script = `set -o pipefail; '${ASSAY}' show --json | head -n 1; '${ASSAY}' runs | true`;
    const run = (text: string): string =>
      execFileSync('bash', ['-c', text], {
        cwd: project.root,
        env: testEnvironment(),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    assert.equal(run(script), '{\n');
  });

  test('an output that cannot be written is an error of its own, not a verdict', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    const full = openSync('/dev/full', 'w');
    const options = { cwd: project.root, env: testEnvironment(), encoding: 'utf8' } as const;
    const said = spawnSync(ASSAY, ['show', '--json'], { ...options, stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    assert.equal(said.status, 4);
    assert.match(said.stderr, /^error: the output could not be written: ENOSPC.*\n$/);
  });

  test('a wrong flag, argument or command is a usage error that says what is meant', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    for (const [args, pattern] of [
      [['rum'], /unknown command 'rum'[\s\S]*run/],
      [['run', '--sampels', '3'], /unknown option '--sampels'[\s\S]*--samples/],
      [['run', '--samples', '0'], /must be at least 1/],
      [['run', '--samples', 'x'], /whole number/],
      [['run', '--time', '-1'], /argument|seconds/],
      [['compare', '--tolerance', '200%'], /between 0% and 100%/],
      [['run', 'no-such-benchmark'], /no-such-benchmark/],
      [['show', 'a', 'b'], /too many arguments/],
      [['db', 'prune'], /--keep/],
      [['db', 'prune', '--keep', 'all'], /neither a number of runs nor an age/],
      [['completion', 'tcsh'], /no completion for tcsh/],
      [['baseline', 'create', 'bad name'], /no name for a baseline/],
    ] as const) {
      const said = await runAssay(args, { cwd: project.root });
      assert.equal(said.exitCode, 2, `${args.join(' ')}: ${said.stderr}`);
      assert.match(said.stderr, pattern);
      assert.equal(said.stdout, '');
    }
  });
});

describe('a project that cannot be written', { concurrency: 2 }, () => {
  const reading = (cwd: string, ...args: string[]) => {
    const [file, ...rest] = [...UNPRIVILEGED, ASSAY, ...args];
    return spawnSync(file!, rest, { cwd, env: testEnvironment(), encoding: 'utf8' });
  };

  test('shows what was measured, and refuses to measure with advice', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await project.assay('run');
    const state = join(project.root, '.assay');
    await chmod(join(state, 'assay.db'), 0o444);
    await chmod(state, 0o555);
    try {
      const runs = reading(project.root, 'runs', '--json');
      assert.equal(runs.status, 0, runs.stderr);
      assert.equal(JSON.parse(runs.stdout).runs.length, 1);
      for (const args of [['show'], ['db', 'check'], ['baseline', 'list']])
        assert.equal(reading(project.root, ...args).status, 0, args.join(' '));
      for (const args of [['run'], ['baseline', 'create', 'v1'], ['db', 'prune', '--keep', '1']]) {
        const said = reading(project.root, ...args);
        assert.equal(said.status, 4, args.join(' '));
        assert.match(said.stderr, /assay\.db is read-only[\s\S]*hint: .*--db/, args.join(' '));
      }
    } finally {
      await chmod(state, 0o755);
    }
  });

  test('without a .assay folder it says which folder has to be writable', async () => {
    await using project = await createProject({ 'assay.yaml': QUICK });
    await chmod(project.root, 0o555);
    try {
      const said = reading(project.root, 'run');
      assert.equal(said.status, 4);
      assert.match(said.stderr, /project\/\.assay cannot be written/);
      const runs = reading(project.root, 'runs');
      assert.equal(runs.status, 3);
      assert.match(runs.stderr, /nothing has been measured yet/);
    } finally {
      await chmod(project.root, 0o755);
    }
  });
});
