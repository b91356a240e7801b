import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { processesWith } from '../kit/processes.ts';
import { configOf, createProject, type Project } from '../kit/project.ts';

const QUICK = { samples: 3, warmup: 0 };

/** The measurement of wall time of `assay run` with this benchmark, and what was said. */
async function measured(benchmark: object | ((log: string) => object)) {
  const project = await createProject({ x: '' });
  const own = typeof benchmark === 'function' ? benchmark(join(project.outside, 'log')) : benchmark;
  await project.commit('configure', { 'assay.yaml': configOf({ ...QUICK, ...own }) });
  const said = await project.start(['run', '--json']).ended;
  const result = JSON.parse(said.stdout);
  const [wall] = result.measurements.filter(({ metric }: { metric: string }) => metric === 'wall');
  return { project, said, result, wall, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
}

async function lines(project: Project): Promise<string[]> {
  return (await readFile(join(project.outside, 'log'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
}

describe('a benchmark that misbehaves fails by itself, with the reason', { concurrency: 2 }, () => {
  test('a missing command', async () => {
    await using ran = await measured({ command: ['no-such-program', 'x'] });
    assert.equal(ran.said.exitCode, 3);
    assert.equal(ran.wall.status, 'failed');
    assert.match(ran.wall.reason, /no-such-program x: could not be started: .*no-such-program/);
    assert.deepEqual(ran.wall.samples, []);
  });

  test('a command that hangs is ended at its timeout, with what it had started', async () => {
    await using ran = await measured({ command: 'sleep 987 & sleep 986', timeout: '300ms' });
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /timed out after 0\.3 s/);
    assert.deepEqual(processesWith(`ASSAY_RUN=${ran.result.run}`), []);
  });

  test('a command that ignores SIGTERM is killed', async () => {
    await using ran = await measured({
      command: "trap '' TERM; while :; do sleep 1; done",
      timeout: '100ms',
    });
    assert.match(ran.wall.reason, /timed out/);
    assert.deepEqual(processesWith(`ASSAY_RUN=${ran.result.run}`), []);
  });

  test('a command that dies by a signal', async () => {
    await using ran = await measured({ command: 'kill -SEGV $$', 'ignore-exit-code': true });
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /ended by signal 11/);
  });

  test('a command that fails, with the last lines that it said', async () => {
    const lines = ['one', 'in main', '', '  at line 3', 'cannot open x'];
    await using ran = await measured({ command: `printf '${lines.join('\\n')}\\n' >&2; exit 7` });
    assert.equal(ran.said.exitCode, 3);
    assert.match(ran.wall.reason, /exit code 7 \(in main \/ at line 3 \/ cannot open x\)/);
  });

  test('a command that changes its exit code half-way fails, and keeps what it gave before', async () => {
    await using ran = await measured((log) => ({
      command: `echo x >> '${log}'; test $(wc -l < '${log}') -lt 3`,
    }));
    assert.equal(ran.said.exitCode, 3);
    assert.equal(ran.wall.status, 'failed');
    assert.match(ran.wall.reason, /exit code 1/);
    assert.equal(ran.wall.samples.length, 2);
  });

  test('with ignore-exit-code the change of the exit code is a warning', async () => {
    await using ran = await measured((log) => ({
      command: `echo x >> '${log}'; test $(wc -l < '${log}') -lt 3`,
      'ignore-exit-code': [1],
    }));
    assert.equal(ran.said.exitCode, 0);
    assert.equal(ran.wall.samples.length, 3);
    const warning = ran.wall.warnings.find(({ kind }: { kind: string }) => kind === 'exit-code');
    assert.match(warning?.message, /exit codes 0, 1/);
  });

  test('an exit code that is not in the list fails', async () => {
    await using ran = await measured({ command: 'exit 2', 'ignore-exit-code': [1] });
    assert.equal(ran.wall.status, 'failed');
  });

  test('a command that leaves a daemon is measured; the daemon is ended and told of', async () => {
    await using ran = await measured({ command: 'setsid sleep 985 & exit 0' });
    assert.equal(ran.said.exitCode, 0, ran.said.stderr);
    assert.ok(ran.wall.warnings.some(({ kind }: { kind: string }) => kind === 'left-processes'));
    assert.deepEqual(processesWith(`ASSAY_RUN=${ran.result.run}`), []);
  });

  test('a command that floods its output is neither blocked nor kept', async () => {
    await using ran = await measured({ command: 'head -c 100000000 /dev/zero; exit 0' });
    assert.equal(ran.said.exitCode, 0);
    assert.ok(ran.said.stdout.length < 100_000);
  });

  test('one that fails does not keep the others from being measured', async () => {
    await using project = await createProject({
      'assay.yaml': JSON.stringify({
        version: 1,
        defaults: QUICK,
        benchmarks: { bad: { command: 'false' }, good: { command: 'true' } },
      }),
    });
    const said = await project.start(['run', '--json']).ended;
    assert.equal(said.exitCode, 3);
    const status = Object.fromEntries(
      JSON.parse(said.stdout).measurements.map(
        (each: { benchmark: string; status: string; metric: string }) => [
          `${each.benchmark} ${each.metric}`,
          each.status,
        ],
      ),
    );
    assert.equal(status['bad wall'], 'failed');
    assert.equal(status['good wall'], 'measured');
  });
});

describe('setup, prepare and cleanup', { concurrency: 2 }, () => {
  const say = (word: string, log: string): string => `echo ${word} >> '${log}'`;
  async function ordered(changes: (log: string) => object) {
    const project = await createProject({ x: '' });
    const log = join(project.outside, 'log');
    await project.commit('configure', {
      'assay.yaml': configOf({
        ...{ samples: 2, warmup: 1 },
        ...{ setup: say('setup', log), prepare: say('prepare', log) },
        ...{ command: say('command', log), cleanup: say('cleanup', log) },
        ...changes(log),
      }),
    });
    const said = await project.start(['run', '--json']).ended;
    const [wall] = JSON.parse(said.stdout).measurements;
    return {
      project,
      said,
      wall,
      log: await lines(project),
      [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
    };
  }

  test('run in their order: prepare before each execution, warm-up included', async () => {
    await using ran = await ordered(() => ({}));
    const once = ['prepare', 'command'];
    assert.deepEqual(ran.log, ['setup', ...once, ...once, ...once, 'cleanup']);
    assert.equal(ran.said.exitCode, 0);
  });

  test('cleanup runs when the command fails', async () => {
    await using ran = await ordered((log) => ({ command: `${say('command', log)}; false` }));
    assert.deepEqual(ran.log, ['setup', 'prepare', 'command', 'cleanup']);
    assert.equal(ran.wall.status, 'failed');
  });

  test('cleanup runs when setup or prepare fails, and each is named', async () => {
    for (const role of ['setup', 'prepare']) {
      await using ran = await ordered((log) => ({ [role]: `${say(role, log)}; exit 5` }));
      assert.deepEqual(ran.log, role === 'setup' ? ['setup', 'cleanup'] : ['setup', 'prepare', 'cleanup']);
      assert.match(ran.wall.reason, new RegExp(`^${role} failed: .* exit code 5`));
      assert.equal(ran.said.exitCode, 3);
    }
  });

  test('a cleanup that fails makes the measurement failed', async () => {
    await using ran = await ordered((log) => ({ cleanup: `${say('cleanup', log)}; false` }));
    assert.equal(ran.wall.status, 'failed');
    assert.match(ran.wall.reason, /^cleanup failed/);
    assert.equal(ran.wall.samples.length, 2, 'the samples are kept');
  });

  test('run on both sides of a comparison, each in its own tree', async () => {
    await using ran = await ordered((log) => ({
      setup: `pwd >> '${log}'`,
      prepare: 'true',
      command: 'true',
      warmup: 0,
      cleanup: `pwd >> '${log}'`,
    }));
    const { project } = ran;
    const count = ran.log.length;
    await project.commit('next', { y: '' });
    await project.assay('compare', 'HEAD~1', 'HEAD', '--samples', '2');
    const [a, b, c, d, ...rest] = (await lines(project)).slice(count);
    assert.deepEqual(rest, []);
    assert.notEqual(a, b);
    assert.deepEqual([a, b], [c, d]);
    assert.equal(a!.length, b!.length, 'paths of equal length');
  });
});
