import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseConfig } from '../../src/config/load.ts';
import { configOf, createProject } from '../kit/project.ts';
import { own } from './own-metric.ts';

const QUICK = { samples: 3, warmup: 0 };
const GO = { format: 'go' };

/** Prints Go benchmark text of one benchmark with three runs. */
const PRINT_GO =
  "printf 'BenchmarkX 100 30 ns/op 7 B/op\\nBenchmarkX 100 10 ns/op 7 B/op\\nBenchmarkX 100 20 ns/op 7 B/op\\nPASS\\n'";

/** What `assay run --json` says of this benchmark. */
async function measured(benchmark: object, rest: object = {}, files: Record<string, string> = {}) {
  const config = configOf({ ...QUICK, ...benchmark }, rest);
  const project = await createProject({ 'assay.yaml': config, ...files });
  const said = await project.start(['run', '--json']).ended;
  const result = JSON.parse(said.stdout);
  return { project, said, result, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
}

describe('a benchmark whose own results are read', { concurrency: 2 }, () => {
  test('has them as metrics, an execution being one sample: the median of what it took', async () => {
    await using ran = await measured({
      ...{ command: PRINT_GO, parse: GO, metrics: ['wall', 'BenchmarkX wall'] },
    });
    assert.equal(ran.said.exitCode, 0, ran.said.stderr);
    const time = own(ran.result, 'BenchmarkX wall');
    assert.deepEqual(time.samples, [2e-8, 2e-8, 2e-8]);
    assert.deepEqual([time.unit, time.direction, time.judged, time.status], ['s', 'lower', true, 'measured']);
    const bytes = ran.result.measurements.filter(({ unit, samples }: { unit: string; samples: number[] }) => {
      return unit === 'By' && samples[0] === 7;
    });
    assert.equal(bytes.length, 1);
    assert.equal(bytes[0].judged, false);
    assert.equal(own(ran.result, 'wall').samples.length, 3);
  });

  test('has the file read that it writes in its folder, and the direction that assay.yaml says', async () => {
    await using ran = await measured(
      {
        ...{
          command: 'echo \'{"load":{"answers":{"value":5}}}\' > "$OUT"',
          cwd: 'sub',
          env: { OUT: 'o-{n}.json' },
        },
        ...{ params: { n: [1] }, parse: { format: 'bmf', from: 'o-{n}.json' }, metrics: ['answers'] },
      },
      { import: { directions: { answers: 'higher' } } },
      { 'sub/x': '' },
    );
    assert.equal(ran.said.exitCode, 0, ran.said.stderr);
    const answers = own(ran.result, 'answers');
    assert.deepEqual([answers.samples, answers.direction, answers.judged], [[5, 5, 5], 'higher', true]);
  });

  test('has the name of each benchmark before the metric where there are several, and of each case', async () => {
    await using ran = await measured({
      ...{ command: "printf 'BenchmarkA/n=1-2 9 1 ns/op\\nBenchmarkA/n=2-2 9 2 ns/op\\nPASS\\n'", parse: GO },
      metrics: ['BenchmarkA n=1, gomaxprocs=2 wall'],
    });
    assert.equal(ran.said.exitCode, 0, ran.said.stderr + ran.said.stdout);
    assert.deepEqual(own(ran.result, 'BenchmarkA n=2, gomaxprocs=2 wall').samples, [2e-9, 2e-9, 2e-9]);
  });

  test('has the files of a folder read that this execution wrote, and not what others left there', async () => {
    const sample = (ns: number) => JSON.stringify({ iters: [1, 2], times: [ns, 2 * ns] });
    const log = 'out/log';
    const write = (name: string, number: string) =>
      `mkdir -p out/${name}/new && echo '{"full_id":"${name}"}' > out/${name}/new/benchmark.json && echo '{"iters":[1],"times":['${number}']}' > out/${name}/new/sample.json`;
    await using ran = await measured(
      {
        command: `echo x >> ${log}; ${write('fast', '$(wc -l < out/log)')}`,
        parse: { format: 'criterion', from: 'out' },
        metrics: ['fast wall'],
      },
      {},
      {
        'out/slow/new/sample.json': sample(100),
        'out/slow/new/benchmark.json': '{"full_id":"slow"}',
      },
    );
    assert.equal(ran.said.exitCode, 0, ran.said.stderr + ran.said.stdout);
    assert.deepEqual(
      own(ran.result, 'fast wall').samples.map((value) => Math.round(value * 1e9)),
      [1, 2, 3],
    );
    assert.ok(!ran.result.measurements.some(({ metric }: { metric: string }) => /slow/.test(metric)));
  });

  test('takes the median that a summary states, else its mean', async () => {
    const file = { results: [{ command: 'x', mean: 2, times: [1, 3, 4], user: 0.5, system: 0.25 }] };
    await using ran = await measured(
      { command: 'cat in.json', parse: { format: 'hyperfine' }, metrics: ['x user'] },
      {},
      { 'in.json': JSON.stringify(file) },
    );
    assert.equal(ran.said.exitCode, 0, ran.said.stderr);
    assert.deepEqual(own(ran.result, 'x user').samples, [0.5, 0.5, 0.5]);
    assert.deepEqual(own(ran.result, 'x wall').samples, [3, 3, 3]);
  });
});

test('a metric that only some executions have is recorded with those, also in what is published', async () => {
  const project = await createProject({ x: '' });
  await using _ = project;
  const log = join(project.outside, 'log');
  const print = `echo x >> '${log}'; n=$(wc -l < '${log}'); printf 'BenchmarkX 9 1 ns/op\\n'`;
  const command = `${print}; test $((n % 2)) = 1 || echo "BenchmarkX 9 1 ns/op $n allocs/op"; echo PASS`;
  await project.commit('configure', {
    'assay.yaml': configOf({ command, samples: 4, warmup: 0, parse: GO, metrics: ['BenchmarkX wall'] }),
  });
  const said = await project.assay('run', '--report');
  assert.equal(said.exitCode, 0, said.stderr);
  const rows = (await readFile(join(project.root, 'results/data/samples.csv'), 'utf8')).split(/\r?\n/);
  const header = rows[0]!.split(',');
  const found = rows
    .map((row) => row.split(','))
    .filter((row) => row[header.indexOf('metric')] === 'allocations');
  const columns = ['seq', 'block', 'value'].map((name) => header.indexOf(name));
  assert.deepEqual(
    found.map((row) => columns.map((column) => Number(row[column]))),
    [
      [1, 1, 2],
      [3, 3, 4],
    ],
  );
  assert.equal((await project.assay('verify')).exitCode, 0);
});

describe('results that cannot be used fail the measurement with the reason', { concurrency: 2 }, () => {
  const cases: [string, object, RegExp][] = [
    [
      'a judged metric that is not in them, with the names that are',
      { command: PRINT_GO, parse: GO, metrics: ['BenchmarkY wall'] },
      /standard output has no "BenchmarkY wall"; its metrics are "BenchmarkX wall"/,
    ],
    ['nothing on standard output', { command: 'true', parse: GO }, /standard output: is empty/],
    [
      'a file that is not there',
      { command: 'true', parse: { ...GO, from: 'out.txt' } },
      /out\.txt: there is no such file/,
    ],
    [
      'a file that was there before and was not written anew',
      { command: 'true', parse: { ...GO, from: 'old.txt' } },
      /old\.txt was there before the execution/,
    ],
    [
      'a file that only the first execution writes',
      { command: `test -e new.txt || ${PRINT_GO} > new.txt`, parse: { ...GO, from: 'new.txt' } },
      /new\.txt was there before the execution/,
    ],
    [
      'a folder in which nothing was written anew',
      { command: 'true', parse: { format: 'criterion', from: 'kept' } },
      /kept was there before the execution/,
    ],
    ['a pipe', { command: 'mkfifo p', parse: { ...GO, from: 'p' } }, /p is no file/],
    ['half a file', { command: 'echo \'{"a":\'', parse: { format: 'bmf' } }, /not complete JSON/],
  ];
  for (const [what, benchmark, reason] of cases) {
    test(what, async () => {
      const files = { 'old.txt': 'BenchmarkX 100 30 ns/op\nPASS\n', 'kept/new/sample.json': '{}' };
      await using ran = await measured({ warmup: 0, ...benchmark }, {}, files);
      assert.equal(ran.said.exitCode, 3, ran.said.stderr);
      const judged = ran.result.measurements.filter((each: { judged: boolean }) => each.judged);
      assert.ok(judged.length > 0);
      for (const each of judged) {
        assert.equal(each.status, 'failed');
        assert.match(each.reason, reason);
      }
    });
  }
});

describe('what assay.yaml leaves out or has wrong is an error of it', { concurrency: 2 }, () => {
  test('a direction that nobody says, with what to write', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({
        ...QUICK,
        command: 'echo \'{"a":{"b":{"value":1},"c":{"value":1}}}\'',
        parse: { format: 'bmf' },
      }),
    });
    const said = await project.assay('run');
    assert.equal(said.exitCode, 2);
    assert.match(
      said.stderr,
      /benchmarks\.work\.parse: standard output does not say which way is better: b, c/,
    );
    assert.match(said.stderr, /import: \{ directions: \{ "b": lower, "c": lower \} \}/);
  });

  test('a format that there is not', async () => {
    await using project = await createProject({
      'assay.yaml': configOf({ ...QUICK, command: 'touch ran', parse: { format: 'gone' } }),
    });
    const said = await project.assay('run');
    assert.equal(said.exitCode, 2);
    assert.match(said.stderr, /benchmarks\.work\.parse\.format: no file has the format gone/);
    assert.match(said.stderr, /hyperfine, /);
  });

  const at = { path: '/p/assay.yaml', display: 'assay.yaml', repository: '/p' };
  for (const [what, benchmark, message] of [
    [
      'a file outside of the repository',
      { parse: { ...GO, from: '../../x' }, cwd: 'sub' },
      /parse\.from: leads out/,
    ],
    ['another place for standard output', { parse: GO, output: 'pipe' }, /output: must be log/],
    ['no format', { parse: {} }, /parse\.format: is missing/],
    [
      'a metric of results that are not read',
      { metrics: ['throughput'] },
      /metrics\[0\]: expected one of wall/,
    ],
  ] as const) {
    test(what, () => {
      assert.throws(() => parseConfig(configOf({ command: 'x', ...benchmark }), at), message);
    });
  }
  test('a file in a folder above that of the command is inside', () => {
    parseConfig(configOf({ command: 'x', cwd: 'sub', parse: { ...GO, from: '../x' } }), at);
  });
});
