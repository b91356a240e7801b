import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DoctorResult } from '../../src/cli/schemas/doctor.ts';
import { EnvDiff, EnvList, EnvResult, EnvShow } from '../../src/cli/schemas/env.ts';
import { fingerprint } from '../../src/environment/fingerprint.ts';
import { saveEnvironment } from '../../src/store/environments.ts';
import { openStore } from '../../src/store/open.ts';
import { identifiedAs } from './other-identity.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let project: string;
before(async () => {
  project = await mkdtemp(join(tmpdir(), 'assay env é '));
  await run('git', ['init', '-q', project], process.env);
});
after(() => rm(project, { recursive: true, force: true }));

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(file, args, { env, cwd: project, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

function assay(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Answer> {
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], env);
}

describe('assay doctor', () => {
  test('prints a line for each check, and the environment it saw', async () => {
    const { code, stdout } = await assay(['doctor']);
    assert.equal(code, 0);
    for (const name of ['C compiler', 'git', 'performance counters', 'load', 'swap', 'free disk']) {
      assert.match(stdout, new RegExp(`^[✓!✗?] +${name} `, 'm'));
    }
    assert.match(stdout, /^\d+ in order, \d+ will disturb/m);
    assert.match(stdout, /^Environment [0-9a-f]{12}/m);
  });

  test('gives JSON by its schema', async () => {
    const { code, stdout, stderr } = await assay(['doctor', '--json']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const result = DoctorResult.parse(JSON.parse(stdout));
    assert.ok(result.checks.every((check) => check.status !== 'problem'));
  });

  test('ends with 4 and says what to install where compiler and git are missing', async () => {
    const tools = join(project, 'no tools');
    await mkdir(tools);
    const env = { PATH: tools, HOME: project, XDG_CACHE_HOME: join(project, 'empty cache') };
    const { code, stdout } = await assay(['doctor', '--json'], env);
    assert.equal(code, 4);
    const { checks } = DoctorResult.parse(JSON.parse(stdout));
    const problems = checks.filter((check) => check.status === 'problem');
    assert.deepEqual(
      problems.map((check) => check.name),
      ['C compiler', 'git'],
    );
    assert.match(problems[0]!.finding, /cc was not found on PATH/);
    assert.match(problems[0]!.fix ?? '', /apt install gcc libc6-dev/);
    assert.match((await assay(['doctor'], env)).stdout, /^2 must be fixed first/m);
  });

  test('finds a compiler that cannot link statically', async () => {
    const tools = join(project, 'half tools');
    await mkdir(tools);
    await writeFile(join(tools, 'cc'), '#!/bin/sh\necho "/usr/bin/ld: cannot find -lc" >&2\nexit 1\n', {
      mode: 0o755,
    });
    await symlink('/usr/bin/git', join(tools, 'git'));
    const env = { PATH: tools, HOME: project, XDG_CACHE_HOME: join(project, 'empty cache') };
    const { code, stdout } = await assay(['doctor', '--json'], env);
    assert.equal(code, 4);
    const [compiler] = DoctorResult.parse(JSON.parse(stdout)).checks;
    assert.equal(compiler?.status, 'problem');
    assert.match(compiler.fix ?? '', /static linking is missing/);
  });
});

describe('assay env', () => {
  test('show gives here and now, by its schema, with names only on request', async () => {
    const { stdout } = await assay(['env', 'show', '--json']);
    const { environment } = EnvShow.parse(JSON.parse(stdout));
    assert.ok('conditions' in environment && environment.conditions.host === undefined);
    assert.ok(!stdout.includes(project));
    const named = EnvShow.parse(
      JSON.parse((await assay(['env', 'show', '--include-names', '--json'])).stdout),
    );
    assert.ok('conditions' in named.environment && named.environment.conditions.host?.worktree === project);
    assert.match((await assay(['env', 'show'])).stdout, /^● +CPU +\S/m);
  });

  test('list and show read the store, by a beginning of the id', async () => {
    const record = await fingerprint({ worktree: project });
    await save({ ...record });
    const listed = EnvList.parse(JSON.parse((await assay(['env', 'list', '--json'])).stdout));
    const found = listed.environments.find((each) => each.id === record.id);
    assert.equal(found?.runs, 0);
    assert.match((await assay(['env', 'list'])).stdout, new RegExp(`^${record.id} .* never`, 'm'));
    const shown = await assay(['env', 'show', record.id.slice(0, 8), '--json']);
    const { environment } = EnvShow.parse(JSON.parse(shown.stdout));
    assert.deepEqual(environment.identity, JSON.parse(JSON.stringify(record.identity)));
  });

  test('diff of two stored environments grades what differs', async () => {
    const record = await fingerprint({ worktree: project });
    const other = identifiedAs(record, 'kernel', 'release', '0.0.1');
    await save(record);
    await save(other);
    const { code, stdout } = await assay(['env', 'diff', record.id, other.id, '--json']);
    assert.equal(code, 0);
    const result = EnvDiff.parse(JSON.parse(stdout));
    assert.deepEqual([result.comparable, result.grade], [false, 'not comparable']);
    assert.deepEqual(
      result.differences.map(({ path, grade, b }) => [path, grade, b]),
      [['kernel.release', 'not comparable', { value: '0.0.1' }]],
    );
    const text = (await assay(['env', 'diff', record.id, other.id])).stdout;
    assert.match(text, /^not comparable\n.*\n.*\n +Kernel +\S.* → 0\.0\.1$/m);
    assert.match(text, /no calibration can bridge what differs/);
  });

  test('diff of another limit asks for a calibration, and list says so too', async () => {
    const record = await fingerprint({ worktree: project });
    const limited = identifiedAs(record, 'limits', 'cpuQuota', 0.5);
    await save(limited);
    const result = EnvDiff.parse(JSON.parse((await assay(['env', 'diff', limited.id, '--json'])).stdout));
    assert.deepEqual([result.comparable, result.grade], [false, 'comparable with calibration']);
    const text = (await assay(['env', 'diff', limited.id])).stdout;
    assert.match(text, /^comparable with calibration\n.*\n.*\n +CPU quota +0\.5000 → no limit$/m);
    assert.match(text, /only through a calibration: assay calibrate, assay compare --across$/m);
    const { here, environments } = EnvList.parse(JSON.parse((await assay(['env', 'list', '--json'])).stdout));
    assert.equal(here, record.id);
    const grades = new Map(environments.map(({ id, grade }) => [id, grade]));
    assert.equal(grades.get(limited.id), 'comparable with calibration');
    assert.equal(grades.get(record.id) ?? 'same', 'same');
  });

  test('diff of files from two hosts works without a store, and one against here and now', async () => {
    const here = (await assay(['env', 'show', '--json'])).stdout;
    await writeFile(join(project, 'a.json'), here);
    const record = JSON.parse(here).environment;
    const other = identifiedAs(record, 'toolchain', 'cc', 'cc 0.1');
    await writeFile(join(project, 'b.json'), JSON.stringify({ schema: 'assay.env/1', environment: other }));
    const result = EnvDiff.parse(
      JSON.parse((await assay(['env', 'diff', '--file', 'a.json', 'b.json', '--json'])).stdout),
    );
    assert.deepEqual(
      result.differences.map(({ path }) => path),
      ['toolchain.cc'],
    );
    const now = EnvDiff.parse(
      JSON.parse((await assay(['env', 'diff', '--file', 'a.json', '--all', '--json'])).stdout),
    );
    assert.equal(now.comparable, true);
    assert.ok(now.differences.some((each) => each.path === 'cpu.model' && each.grade === 'same'));
  });

  test('wrong input is one line with the next step, exit 2', async () => {
    await writeFile(join(project, 'wrong.json'), '{"schema":"assay.env/1","environment":{"id":7}}');
    await writeFile(join(project, 'cut.json'), '{"schema":');
    const attempts = [
      [['env', 'diff', '--file', 'wrong.json'], /wrong\.json is not an environment: environment\.id/],
      [['env', 'diff', '--file', 'cut.json'], /cut\.json cannot be read as JSON/],
      [['env', 'diff', '--file', 'gone.json'], /gone\.json cannot be read/],
      [['env', 'show', 'ffff', '--include-names'], /--include-names/],
      [['env', 'show', 'zzzz'], /no environment that was measured in has the id or name zzzz/],
    ] as const;
    const answers = await Promise.all(attempts.map(([args]) => assay(args)));
    for (const [i, [args, message]] of attempts.entries()) {
      const { code, stderr, stdout } = answers[i]!;
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });

  test('every JSON answer is one of the schema', async () => {
    const all = [['list'], ['show'], ['diff', '--file', 'a.json']].map((args) =>
      assay(['env', ...args, '--json']),
    );
    for (const { stdout } of await Promise.all(all)) EnvResult.parse(JSON.parse(stdout));
  });
});

async function save(environment: { id: string; identity: unknown }): Promise<void> {
  await mkdir(join(project, '.assay'), { recursive: true });
  await using store = await openStore(join(project, '.assay', 'assay.db'));
  await saveEnvironment(store, environment);
}
