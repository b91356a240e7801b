import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { CalibrateResultSchema } from '../../src/cli/schemas/calibrate.ts';
import { CompareResultSchema } from '../../src/cli/schemas/compare.ts';
import { type ContainerProject, containerProject, leftOf } from '../kit/container-project.ts';

/** Computing that is the same on this host and in a container without a C library: some 15 ms, then `SLOWER` times that. */
const PROGRAM = `int main(void) {
  unsigned long long x = 88172645463325252ull;
  for (long i = 0; i < STEPS; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; }
  return x == 0;
}
`;

const STEPS = 6_000_000;

/** Large beside what a busy machine does to some of the samples, of a calibration too. */
const SLOWER = 8;

const source = (steps: number) => ({
  'steps.h': `#define STEPS ${steps}L\n`,
  'spin.c': `#include "steps.h"\n${PROGRAM}`,
});

async function spinning(more: object = {}): Promise<ContainerProject> {
  const project = await containerProject({
    benchmark: { command: ['./spin'], build: 'cc -O2 -static -o spin spin.c', samples: 20, ...more },
    environment: { build: 'host' },
    files: { '.gitignore': 'spin\n', ...source(STEPS) },
  });
  await project.commit('slower', source(SLOWER * STEPS));
  return project;
}

const ACROSS = ['--env-base', 'host', '--env', 'small', '--across'];

describe('assay compare --across', { concurrency: 2 }, () => {
  test('two environments are not compared without being asked for, or without a calibration', async () => {
    await using project = await spinning();
    const plain = await project.assay('compare', 'HEAD~1', 'HEAD~1', '--env-base', 'host', '--env', 'small');
    assert.equal(plain.exitCode, 3);
    assert.match(
      plain.stderr,
      /host \(\w+\) and small \(\w+\) are not comparable as they are: they differ in .*Network/,
    );
    assert.match(plain.stderr, /assay calibrate --env host --env small, then assay compare --across/);
    const across = await project.assay('compare', 'HEAD~1', 'HEAD~1', ...ACROSS);
    assert.equal(across.exitCode, 3);
    assert.match(across.stderr, /no calibration holds between host \(\w+\) and small \(\w+\)/);
    assert.match(across.stderr, /hint: measure one: assay calibrate work --env host --env small/);
    assert.match((await project.assay('runs')).stdout, /No runs yet/);
    const idle = await project.assay('compare', 'HEAD', 'HEAD', '--across');
    assert.match(idle.stderr, /--across goes with --env-base/);
    // The same environment under both flags needs nothing. Of two samples there is but one verdict.
    const twice = ['--env-base', 'small', '--env', 'small', '--samples', '2'];
    const same = await project.json('compare', 'HEAD~1', 'HEAD~1', ...twice);
    assert.equal(same.verdict, 'inconclusive');
    assert.equal(same.comparisons[0].baseline.n, 2);
  });

  test('a calibration by the benchmark makes its slowdown visible, raw and adjusted, down to the report', async () => {
    await using project = await spinning();
    await project.json('calibrate', 'work', '--commit', 'HEAD~1', '--env', 'small', '--samples', '20');
    const unasked = await project.assay(
      ...['compare', 'HEAD~1', 'HEAD', '--env-base', 'host', '--env', 'small'],
    );
    assert.equal(unasked.exitCode, 3);
    assert.match(
      unasked.stderr,
      /hint: by calibration \S+ they are: assay compare --across --env-base host --env small/,
    );
    const result = CompareResultSchema.parse(await project.json('compare', 'HEAD~1', 'HEAD', ...ACROSS));
    const [comparison] = result.comparisons;
    assert.equal(result.verdict, 'regression', JSON.stringify(comparison));
    const { across, ratio, interval } = comparison!;
    assert.deepEqual(across!.by, ['work']);
    assert.notEqual(result.baselineEnvironment, result.environment);
    assert.ok(Math.abs((ratio! * across!.factor.ratio!) / across!.measured.ratio! - 1) < 1e-9);
    assert.ok(
      Math.abs((interval[0]! * across!.factor.interval[1]!) / across!.measured.interval[0]! - 1) < 1e-9,
    );
    // Half of the error is the calibration's.
    assert.equal(across!.alpha, comparison!.alpha / 2);
    const shown = await project.assay('show', result.run!);
    assert.match(shown.stdout, /work wall: measured × .* across the environments, of which calibration/);
    assert.equal((await project.assay('report', result.run!)).exitCode, 0);
    assert.match((await project.assay('verify')).stdout, /^verified/);
    const data = await project.json('trace', 'results/readme_graphs/ratios.png');
    assert.deepEqual(data.figures[0].measurements.length, 2);
    assert.deepEqual(await leftOf(project, result.run!), []);
  });

  test('probes stand for a benchmark that says what work it does, and for no other metric', async () => {
    await using project = await spinning({ work: 'compute', metrics: ['wall', 'user'] });
    const calibration = CalibrateResultSchema.parse(
      await project.json(
        'calibrate',
        '--env',
        'small',
        '--probes',
        'integer,floating,syscalls',
        '--samples',
        '20',
      ),
    );
    const result = CompareResultSchema.parse(await project.json('compare', 'HEAD~1', 'HEAD', ...ACROSS));
    assert.deepEqual(
      result.comparisons.map(({ metric, across }) => [metric, across!.calibration, across!.by]),
      ['wall', 'user'].map((metric) => [
        metric,
        calibration.calibration,
        ['probe:integer', 'probe:floating'],
      ]),
    );
    const run = await project.json('run', '--env', 'small');
    assert.equal(run.executionEnvironment.overhead.status, 'measured');
    assert.deepEqual(Object.keys(run.executionEnvironment.overhead.time), ['compute', 'syscalls']);
    await project.write({ 'assay.yaml': JSON.stringify({ ...(await configOf(project)), ...peak() }) });
    const memory = await project.assay('compare', 'HEAD', 'HEAD', ...ACROSS);
    assert.equal(memory.exitCode, 3);
    assert.match(
      memory.stderr,
      /no calibration of small \(\w+\) against host \(\w+\) is of work like that of work/,
    );
  });

  test('stored runs of another environment are used through a calibration too', async () => {
    await using project = await spinning({ samples: 5 });
    await project.json('calibrate', 'work', '--commit', 'HEAD~1', '--env', 'small', '--samples', '20');
    for (let i = 0; i < 3; i++) await project.assay('run', '--commit', 'HEAD~1');
    const stored = ['compare', '--stored', 'HEAD~1', 'HEAD', '--env-base', 'host', '--env', 'small'];
    const refused = await project.assay(...stored);
    assert.equal(refused.exitCode, 3);
    assert.match(refused.stderr, /are not comparable as they are/);
    const result = CompareResultSchema.parse(await project.json(...stored, '--across', '--runs', '3'));
    const [{ baseline, candidate, ratio, across }] = result.comparisons as [
      (typeof result.comparisons)[number],
    ];
    assert.deepEqual([baseline!.n, candidate!.n], [3, 3]);
    assert.deepEqual(across!.by, ['work']);
    assert.ok(Math.abs((ratio! * across!.factor.ratio!) / across!.measured.ratio! - 1) < 1e-9);
    assert.ok(across!.measured.ratio! > 1.5, `${SLOWER} times the steps, × ${across!.measured.ratio}`);
  });

  test('a calibration no longer holds when an environment is not what it was', async () => {
    await using project = await spinning();
    await project.json('calibrate', 'work', '--commit', 'HEAD~1', '--env', 'small', '--samples', '12');
    const config = await configOf(project);
    const small = { ...config.environments.small, memory: '128MiB' };
    await project.write({ 'assay.yaml': JSON.stringify({ ...config, environments: { small } }) });
    const { exitCode, stderr } = await project.assay('compare', 'HEAD', 'HEAD', ...ACROSS);
    assert.equal(exitCode, 3);
    assert.match(stderr, /no calibration holds between/);
    const list = await project.assay('calibrate', 'list');
    assert.match(list.stdout, /small \(\w+\)/);
  });

  test('probes of a container work where they can, and say why not elsewhere', async () => {
    await using project = await spinning();
    const probes = 'start,resident,memory-latency,spawn,write-random,read-random,loopback-latency';
    const { rows, calibration } = CalibrateResultSchema.parse(
      await project.json('calibrate', '--env', 'small', '--probes', probes, '--samples', '14'),
    );
    for (const { benchmark, case: params, status, reason } of rows) {
      const name = `${benchmark} ${JSON.stringify(params)}: ${reason}`;
      assert.equal(status, params.on === 'root' ? 'unavailable' : 'measured', name);
    }
    assert.equal(rows.find(({ case: { on } }) => on === 'root')!.reason, 'the root of small is read-only');
    assert.deepEqual(await leftOf(project, calibration), []);
    assert.equal(
      execFileSync('find', [`${project.root}/.assay/calibration/files`, '-type', 'f'], { encoding: 'utf8' }),
      '',
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: what was written is read back
async function configOf(project: ContainerProject): Promise<any> {
  return JSON.parse(project.git('show', 'HEAD:assay.yaml'));
}

function peak() {
  const benchmark = { command: ['./spin'], build: 'cc -O2 -static -o spin spin.c', samples: 3, warmup: 0 };
  return { benchmarks: { work: { ...benchmark, work: 'compute', metrics: ['peak-memory'] } } };
}
