import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems, withBenchmark } from './parsing.ts';

/** Each: what is wrong, the file, the one line it gives. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    'an unknown key names the one that was meant',
    withBenchmark('warmpu: 3'),
    'assay.yaml:4:5: benchmarks.parse.warmpu: unknown key; did you mean "warmup"?',
  ],
  [
    'an unknown key like no other lists the keys there are',
    `colour: red\n${withBenchmark()}`,
    'assay.yaml:1:1: colour: unknown key; the keys here are version, tolerance, false-alarm-budget, build, defaults, import, environments, execution, benchmarks',
  ],
  [
    'an empty file has no benchmarks',
    '',
    'assay.yaml:1:1: benchmarks: is missing: expected a mapping of names to values',
  ],
  [
    'no benchmark at all',
    'benchmarks: {}',
    'assay.yaml:1:13: benchmarks: must not be empty: name a benchmark',
  ],
  [
    'a list instead of benchmarks',
    'benchmarks: [a]',
    'assay.yaml:1:13: benchmarks: expected a mapping of names to values, found a list',
  ],
  [
    'a text instead of a file',
    'hello',
    'assay.yaml:1:1: expected a mapping of keys to values, found the text "hello"',
  ],
  [
    'a missing command',
    'benchmarks:\n  parse:\n    warmup: 1',
    'assay.yaml:2:3: benchmarks.parse.command: is missing: expected a shell line or a list of arguments',
  ],
  [
    'an empty command',
    'benchmarks: {parse: {command: []}}',
    'assay.yaml:1:31: benchmarks.parse.command: must not be empty',
  ],
  [
    'a blank shell line',
    'benchmarks: {parse: {command: " "}}',
    'assay.yaml:1:31: benchmarks.parse.command: must not be empty',
  ],
  [
    'a command without a program',
    'benchmarks: {parse: {command: ["", a]}}',
    'assay.yaml:1:32: benchmarks.parse.command[0]: the program must not be empty',
  ],
  [
    'a mapping in a list of arguments',
    'benchmarks: {parse: {command: [a, {b: c}]}}',
    'assay.yaml:1:35: benchmarks.parse.command[1]: expected text, found a mapping',
  ],
  [
    'a negative warm-up',
    withBenchmark('warmup: -1'),
    'assay.yaml:4:13: benchmarks.parse.warmup: must be at least 0, found -1',
  ],
  [
    'half an execution',
    withBenchmark('warmup: 1.5'),
    'assay.yaml:4:13: benchmarks.parse.warmup: expected a whole number, found 1.5',
  ],
  [
    'no samples',
    withBenchmark('samples: 0'),
    'assay.yaml:4:14: benchmarks.parse.samples: must be at least 1, found 0',
  ],
  [
    'a smallest number of samples above the largest',
    withBenchmark('samples: {min: 400, max: 10}'),
    'assay.yaml:4:20: benchmarks.parse.samples.min: is more than max; swap them or raise max',
  ],
  [
    'a bound of samples that is missing',
    withBenchmark('samples: {min: 4}'),
    'assay.yaml:4:5: benchmarks.parse.samples.max: is missing: expected a number',
  ],
  [
    'a duration without unit',
    withBenchmark('time: 30'),
    'assay.yaml:4:11: benchmarks.parse.time: expected a duration with its unit, such as 500ms, 30s, 5min or 1h, found 30; write "30s" for seconds',
  ],
  [
    'no time',
    withBenchmark('time: 0s'),
    'assay.yaml:4:11: benchmarks.parse.time: expected a duration with its unit, such as 500ms, 30s, 5min or 1h, found the text "0s"; between 1ms and 24 days',
  ],
  [
    'a share that was meant in percent',
    `tolerance: 5\n${withBenchmark()}`,
    'assay.yaml:1:12: tolerance: expected a share such as 2% or 0.02, above 0% and below 100%, found 5; write "5%" for percent',
  ],
  [
    'a false-alarm budget of everything',
    `false-alarm-budget: 100%\n${withBenchmark()}`,
    'assay.yaml:1:21: false-alarm-budget: expected a share such as 2% or 0.02, above 0% and below 100%, found the text "100%"',
  ],
  [
    'an unknown metric in a list',
    withBenchmark('metrics: [wal]'),
    'assay.yaml:4:15: benchmarks.parse.metrics[0]: expected one of wall, user, system, peak-memory, page-faults, context-switches, instructions, cycles, cgroup-cpu, cgroup-throttled, cgroup-read, cgroup-written, cgroup-peak-memory, oom-kills, found the text "wal"; did you mean "wall"?',
  ],
  [
    'an unknown metric in a mapping',
    withBenchmark('metrics: {peak-memroy: {}}'),
    'assay.yaml:4:15: benchmarks.parse.metrics.peak-memroy: unknown key; did you mean "peak-memory"?',
  ],
  [
    'a metric given twice',
    withBenchmark('metrics: [wall, wall]'),
    'assay.yaml:4:21: benchmarks.parse.metrics[1]: duplicate metric "wall"; remove one',
  ],
  ['no metric', withBenchmark('metrics: []'), 'assay.yaml:4:14: benchmarks.parse.metrics: must not be empty'],
  [
    'an empty matrix',
    withBenchmark('params: {size: []}'),
    'assay.yaml:4:20: benchmarks.parse.params.size: must not be empty',
  ],
  [
    'a matrix of which everything is excluded',
    withBenchmark('stdin: "{a}"', 'params: {a: [1]}', 'exclude: [{a: 1}]'),
    'assay.yaml:6:14: benchmarks.parse.exclude: leaves no case; remove an item',
  ],
  [
    'a value of a parameter given twice, once as text',
    withBenchmark('stdin: "{a}"', 'params: {a: [1, "1"]}'),
    'assay.yaml:5:21: benchmarks.parse.params.a[1]: duplicate value "1"; remove one',
  ],
  [
    'a parameter that is used nowhere',
    withBenchmark(`prepare: echo \${size}`, 'params: {size: [1, 2]}'),
    'assay.yaml:5:20: benchmarks.parse.params.size: is used nowhere, so its cases would be the same; write {size} in the command',
  ],
  [
    'a placeholder that was mistyped',
    withBenchmark('stdin: "{sise}/{size}"', 'params: {size: [1]}'),
    'assay.yaml:4:12: benchmarks.parse.stdin: there is no parameter "sise"; did you mean {size}?',
  ],
  [
    'more cases than anybody waits for',
    withBenchmark(
      'stdin: "{a}{b}"',
      `params: {a: [${[...Array(50).keys()]}], b: [${[...Array(50).keys()]}]}`,
    ),
    'assay.yaml:5:13: benchmarks.parse.params: makes 2500 cases; at most 1000 fit in one benchmark: split it',
  ],
  [
    'an exclusion of a value that is none',
    withBenchmark('stdin: "{size}"', 'params: {size: [small, large]}', 'exclude: [{size: larg}]'),
    'assay.yaml:6:22: benchmarks.parse.exclude[0].size: "larg" is no value of size; did you mean "large"?',
  ],
  [
    'a duplicate benchmark',
    `${withBenchmark()}\n  parse: {command: x}`,
    'assay.yaml:4:3: benchmarks: duplicate key "parse"; remove or rename one (first at 2:3)',
  ],
  [
    'a name that would leave the folder of results',
    'benchmarks: {a/../b: {command: x}}',
    'assay.yaml:1:14: benchmarks."a/../b": no part of the name of a benchmark may be empty, "." or ".."',
  ],
  [
    'a directory outside of the repository',
    withBenchmark('cwd: ../..'),
    'assay.yaml:4:10: benchmarks.parse.cwd: leads out of the repository',
  ],
  [
    'a file outside of the repository, by way of a parameter',
    withBenchmark('stdin: "data/{from}"', 'params: {from: [a, ../../etc/passwd]}'),
    'assay.yaml:4:12: benchmarks.parse.stdin: leads out of the repository',
  ],
  [
    'an absolute path',
    withBenchmark('stdin: /etc/passwd'),
    'assay.yaml:4:12: benchmarks.parse.stdin: must be relative to the directory of assay.yaml',
  ],
  [
    'a variable without a value',
    withBenchmark('env: {A: }'),
    'assay.yaml:4:14: benchmarks.parse.env.A: expected text or {secret: NAME}, found nothing',
  ],
  [
    'a variable with an impossible name',
    withBenchmark('env: {A=B: c}'),
    'assay.yaml:4:11: benchmarks.parse.env."A=B": the name of a variable takes letters, digits and _, and begins with no digit',
  ],
  [
    'an exit code that no program has',
    withBenchmark('ignore-exit-code: [256]'),
    'assay.yaml:4:24: benchmarks.parse.ignore-exit-code[0]: must be at most 255, found 256',
  ],
  [
    'budgets of metrics that exceed that of the run',
    withBenchmark('metrics: {wall: {false-alarm-budget: 3%}}'),
    "assay.yaml:1:1: false-alarm-budget: the metrics' own false-alarm budgets add up to 3%, more than the run's 1%; raise it or lower theirs",
  ],
  [
    'budgets of metrics that leave nothing to the others',
    withBenchmark('metrics: {wall: {false-alarm-budget: 1%}, user: {}}'),
    "assay.yaml:1:1: false-alarm-budget: the metrics' own false-alarm budgets leave nothing of the run's 1% to the other metrics; raise it or lower theirs",
  ],
  [
    'a version from the future',
    `version: 2\n${withBenchmark()}`,
    'assay.yaml:1:10: version: expected 1, found 2',
  ],
];

for (const [name, text, line] of CASES) {
  test(`one line says where and how to mend it: ${name}`, () => {
    assert.deepEqual(problems(text), [line]);
  });
}
