import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { benchmarkSchema, defaultsSchema } from '../../src/config/benchmark-schema.ts';
import { containerSchema, mountSchema } from '../../src/config/container-schema.ts';
import { contextsSchema, executionSchema } from '../../src/config/execution-schema.ts';
import { hostSchema } from '../../src/config/host-schema.ts';
import { argvOf, commandText } from '../../src/config/plan.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { fileSchema } from '../../src/config/schema.ts';
import { runCommand } from '../../src/platform/process.ts';
import { parse, withBenchmark } from './parsing.ts';

const EXAMPLE = readFileSync(new URL('../../docs/reference/assay.example.yaml', import.meta.url), 'utf8');

test('the smallest file has the documented defaults', () => {
  const plan = planOf(parse('benchmarks: {a: {command: ls -l}}'));
  assert.deepEqual(plan, {
    version: 1,
    falseAlarmBudget: 0.01,
    benchmarks: [
      {
        name: 'a',
        build: null,
        cases: [
          {
            params: {},
            command: { kind: 'shell', line: 'ls -l' },
            setup: null,
            prepare: null,
            cleanup: null,
            cwd: '.',
            env: {},
            stdin: null,
          },
        ],
        warmup: 2,
        samples: null,
        timeS: null,
        timeoutS: 300,
        output: 'discard',
        ignoreExitCode: false,
        metrics: [{ name: 'wall', tolerance: 0.02, falseAlarmBudget: null }],
      },
    ],
  });
});

test('the annotated example is valid, and uses every key there is', () => {
  const config = parse(EXAMPLE);
  const keys = new Set(EXAMPLE.replace(/#.*$/gm, '').match(/[\w-]+(?=:)/g));
  const known = [
    ...[fileSchema, benchmarkSchema, defaultsSchema, hostSchema, containerSchema],
    ...[mountSchema, executionSchema, contextsSchema],
  ].flatMap(({ shape }) => Object.keys(shape));
  assert.deepEqual(
    [...new Set(known)].filter((key) => !keys.has(key)),
    [],
  );
  const [startup, parsing, plugin, words, script] = planOf(config).benchmarks;
  assert.equal(startup!.timeoutS, 120);
  assert.deepEqual(
    parsing!.cases.map(({ params }) => params),
    [
      { size: 'small', threads: 1 },
      { size: 'small', threads: 2 },
      { size: 'large', threads: 2 },
    ],
  );
  assert.deepEqual(parsing!.cases[2]!.command, {
    kind: 'argv',
    argv: ['./tool', 'parse', '--threads', '2', '-'],
  });
  assert.equal(parsing!.cases[2]!.stdin, 'data/large.json');
  assert.deepEqual(parsing!.cases[0]!.env, { LANG: 'C', THREADS: '1', API_TOKEN: { secret: 'API_TOKEN' } });
  assert.deepEqual(parsing!.metrics, [
    { name: 'wall', tolerance: 0.05, falseAlarmBudget: 0.005 },
    { name: 'peak-memory', tolerance: 0.02, falseAlarmBudget: null },
  ]);
  assert.deepEqual([parsing!.work, 'work' in startup!], ['compute', false]);
  assert.deepEqual(plugin!.build, {
    command: { kind: 'argv', argv: ['make', '-C', 'plugin'] },
    env: { CFLAGS: '-O2' },
    timeoutS: 600,
  });
  assert.deepEqual(words!.cases[0]!.parse, { format: 'go', from: 'out/words.txt' });
  assert.deepEqual(
    words!.metrics.map(({ name }) => name),
    ['wall', 'words/s'],
  );
  assert.deepEqual([script!.build, script!.samples, script!.warmup], [null, { min: 50, max: 50 }, 0]);
});

test('a plan survives being stored as JSON', () => {
  const plan = planOf(parse(EXAMPLE));
  assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
});

test('a shell line keeps braces that are no parameters', () => {
  const line = `awk '{print}' \${HOME} \${size} {size} {other}`;
  const plan = planOf(parse(withBenchmark(`prepare: ${JSON.stringify(line)}`, 'params: {size: [7]}')));
  assert.deepEqual(plan.benchmarks[0]!.cases[0]!.prepare, {
    kind: 'shell',
    line: `awk '{print}' \${HOME} \${size} 7 {other}`,
  });
});

test('arguments keep their braces where there are no parameters', () => {
  const plan = planOf(parse('benchmarks: {a: {command: [jq, "{name}"]}}'));
  assert.deepEqual(plan.benchmarks[0]!.cases[0]!.command, { kind: 'argv', argv: ['jq', '{name}'] });
});

test('a benchmark does without a default by saying null', () => {
  const plan = planOf(
    parse(
      'defaults: {prepare: x, stdin: y}\nbuild: make\nbenchmarks: {a: {command: z, prepare: null, stdin: null, build: null}}',
    ),
  );
  const [a] = plan.benchmarks;
  assert.deepEqual([a!.build, a!.cases[0]!.prepare, a!.cases[0]!.stdin], [null, null, null]);
});

test('paths may leave the folder of a monorepo, but not the repository', () => {
  const config = parse(withBenchmark('cwd: ../shared/./x/', 'stdin: ../data'), 'packages/tool');
  const [a] = planOf(config).benchmarks[0]!.cases;
  assert.deepEqual([a!.cwd, a!.stdin], ['../shared/x', '../data']);
  assert.throws(() => parse(withBenchmark('cwd: ../../..'), 'packages/tool'), /leads out of the repository/);
});

test('flags win over the file, for every benchmark and metric', () => {
  const plan = planOf(parse(EXAMPLE), {
    benchmarks: ['pars*', 'script'],
    overrides: { samples: 5, timeS: 1, warmup: 1, tolerance: 0.1, falseAlarmBudget: 0.05 },
  });
  assert.equal(plan.falseAlarmBudget, 0.05);
  assert.deepEqual(
    plan.benchmarks.map(({ name }) => name),
    ['parse', 'script'],
  );
  for (const { samples, timeS, warmup, metrics } of plan.benchmarks) {
    assert.deepEqual([samples, timeS, warmup], [{ min: 5, max: 5 }, 1, 1]);
    assert.ok(metrics.every(({ tolerance }) => tolerance === 0.1));
  }
});

test('a budget given by a flag must still hold those of the metrics', () => {
  const config = parse(EXAMPLE);
  assert.throws(() => planOf(config, { overrides: { falseAlarmBudget: 0.001 } }), {
    code: 'usage',
    hint: 'raise --false-alarm-budget',
  });
});

test('a benchmark that does not exist is refused with the one that was meant', () => {
  const config = parse(EXAMPLE);
  assert.throws(() => planOf(config, { benchmarks: ['prase'] }), {
    code: 'usage',
    message: 'assay.yaml has no benchmark "prase"; did you mean "parse"?',
    hint: 'its benchmarks are: startup, parse, plugin/load, words, script',
  });
  assert.throws(() => planOf(config, { benchmarks: ['z*'] }), { code: 'usage' });
});

test('a command is shown so that a shell runs it again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))),
      async (words) => {
        const text = commandText({ kind: 'argv', argv: ['printf', '%s\\0', ...words] });
        const { stdout } = await runCommand([...argvOf({ kind: 'shell', line: text })]);
        assert.equal(stdout, words.length === 0 ? '\0' : `${words.join('\0')}\0`);
      },
    ),
    { numRuns: 50 },
  );
});
