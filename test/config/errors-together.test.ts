import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems, withBenchmark } from './parsing.ts';

test('all problems are told at once, in the order of the file', () => {
  const lines = problems(
    [
      'tolernace: 2%',
      'defaults: {cwd: ../x}',
      'benchmarks:',
      '  one: {command: []}',
      '  two: {command: a, stdin: ../y}',
      '  two: {command: b}',
    ].join('\n'),
  );
  assert.deepEqual(
    lines.map((line) => line.split(': ', 2).join(': ')),
    [
      'assay.yaml:1:1: tolernace',
      'assay.yaml:2:17: defaults.cwd',
      'assay.yaml:4:18: benchmarks.one.command',
      'assay.yaml:5:28: benchmarks.two.stdin',
      'assay.yaml:6:3: benchmarks',
    ],
  );
});

test('thousands of problems are counted, not printed', () => {
  const lines = problems(
    `${withBenchmark()}\n${Array.from({ length: 3000 }, (_, i) => `key${i}: 1`).join('\n')}`,
  );
  assert.equal(lines.length, 51);
  assert.equal(lines.at(-1), '… and 2950 more');
});
