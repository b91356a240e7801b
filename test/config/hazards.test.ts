import assert from 'node:assert/strict';
import { mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { parse, problems, withBenchmark } from './parsing.ts';
import { temporary } from './temporary.ts';

test('a syntax error names its line', () => {
  const [first] = problems('benchmarks:\n  a: {command: [x\n');
  assert.match(first!, /^assay\.yaml:[23]:\d+: is not valid YAML: /);
});

test('a tab as indentation is named as such', () => {
  assert.equal(
    problems('benchmarks:\n\ta:\n\t\tcommand: x')[0],
    'assay.yaml:2:1: a tab is used to indent; YAML wants spaces',
  );
});

test('a second document is refused where it starts', () => {
  assert.match(
    problems(`${withBenchmark()}\n---\nbenchmarks: {}`)[0]!,
    /^assay\.yaml:4:1: a second document starts here/,
  );
});

test('an unknown tag is refused, since its value would be another', () => {
  assert.match(
    problems('benchmarks: !!js/function {a: {command: x}}')[0]!,
    /^assay\.yaml:1:13: this tag is unknown/,
  );
});

test('a small file that grows enormous by its aliases is refused at once', () => {
  const levels = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++)
    levels.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  const before = performance.now();
  assert.match(problems(levels.join('\n')).join('\n'), /grows too large when its aliases are followed/);
  assert.ok(performance.now() - before < 5000);
});

test('an alias to its own parent is refused', () => {
  assert.match(problems('benchmarks: &all {a: *all}').join('\n'), /nested too deeply/);
});

test('an alias without an anchor is refused', () => {
  assert.match(problems('benchmarks: *none').join('\n'), /none/);
});

for (const [name, text] of [
  ['lists', '['.repeat(100_000)],
  ['mappings', '{a: '.repeat(50_000)],
  ['indented lists', `${'- '.repeat(50_000)}x`],
  ['lists that YAML still reads', `benchmarks: ${'['.repeat(100)}${']'.repeat(100)}`],
] as const) {
  test(`deep nesting is refused: ${name}`, () => {
    assert.match(problems(text).join('\n'), /nested too deeply/);
  });
}

for (const key of ['__proto__', 'constructor', 'prototype']) {
  test(`the key ${key} is refused and changes no object`, () => {
    assert.match(problems(withBenchmark(`env: {${key}: {polluted: yes}}`))[0]!, /reserved/);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
}

test('names that objects have anyway are names like any other', () => {
  const config = parse(
    'benchmarks: {toString: {command: ["{valueOf}", "{hasOwnProperty}"], params: {valueOf: [1], hasOwnProperty: [2]}}}',
  );
  assert.deepEqual(planOf(config).benchmarks[0]!.cases[0]!.command, { kind: 'argv', argv: ['1', '2'] });
  assert.match(
    problems('benchmarks: {a: {command: ["{toString}", "{b}"], params: {b: [1]}}}')[0]!,
    /no parameter "toString"/,
  );
});

test('merge keys share what benchmarks have in common', () => {
  const config = parse(`benchmarks:
  base: &base {command: [a], warmup: 7, env: {A: b}}
  more: {<<: *base, command: [c]}
  most: {<<: [{warmup: 9}, *base], tolerance: 5%}`);
  const [, more, most] = planOf(config).benchmarks;
  assert.deepEqual([more!.warmup, more!.cases[0]!.command], [7, { kind: 'argv', argv: ['c'] }]);
  assert.deepEqual([most!.warmup, most!.cases[0]!.env, most!.metrics[0]!.tolerance], [9, { A: 'b' }, 0.05]);
  assert.match(problems('benchmarks: {a: {<<: 3, command: x}}')[0]!, /<< merges mappings only/);
});

test('NUL and broken characters in escapes are refused', () => {
  assert.match(
    problems('benchmarks: {a: {command: ["a\\0b"]}}')[0]!,
    /^assay\.yaml:1:28: .*no command can be given/,
  );
  assert.match(problems('benchmarks: {a: {command: ["\\ud800"]}}')[0]!, /no command can be given/);
});

test('a number that cannot be kept exactly must be quoted', () => {
  assert.match(
    problems('benchmarks: {a: {command: [a, 12345678901234567890]}}')[0]!,
    /too large for a number; quote it/,
  );
});

test('a text longer than a program can be given is refused, also after substitution', () => {
  const long = 'x'.repeat(131_072);
  assert.match(problems(`benchmarks: {a: {command: [b, ${long}]}}`)[0]!, /longer than the 131071 bytes/);
  assert.match(
    problems(`benchmarks: {a: {command: ["${'{p}'.repeat(40_000)}"], params: {p: [abcdefgh]}}}`)[0]!,
    /longer than the 131071 bytes/,
  );
});

test('many long cases are refused before they fill the memory', () => {
  const values = Array.from({ length: 1000 }, (_, i) => `v${i}`).join(', ');
  const text = `benchmarks: {a: {command: ["${'{p}'.repeat(20_000)}"], params: {p: [${values}]}}}`;
  assert.match(problems(text)[0]!, /longer than 16 MiB/);
});

test('control characters of a bad value never reach the terminal', () => {
  const [line] = problems('benchmarks: {a: {command: x, "\\e[2J\\x9b31m\\u202e": 1}}');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  assert.doesNotMatch(line!, /[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('bytes that are no UTF-8 text are refused, and a byte order mark is not', async () => {
  await using directory = await temporary({
    'latin1/assay.yaml': Buffer.from('benchmarks: {a: {command: caf\xe9}}', 'latin1'),
    'utf16/assay.yaml': Buffer.from('\ufeffbenchmarks: {a: {command: x}}', 'utf16le'),
    'nul/assay.yaml': 'benchmarks:\n  a: {command: "x\0"}',
    'bom/assay.yaml': '\ufeffbenchmarks: {a: {command: x}}',
  });
  const file = (name: string) => join(directory.path, name, 'assay.yaml');
  await assert.rejects(loadConfig(file('latin1')), { code: 'config', message: /is not UTF-8 text/ });
  await assert.rejects(loadConfig(file('utf16')), { code: 'config', message: /is not UTF-8 text/ });
  await assert.rejects(loadConfig(file('nul')), { code: 'config', message: /:2: holds a NUL/ });
  assert.equal(planOf(await loadConfig(file('bom'))).benchmarks[0]!.name, 'a');
});

test('a huge file, a directory and a missing file are refused by name', async () => {
  await using directory = await temporary({ 'huge.yaml': '' });
  await truncate(join(directory.path, 'huge.yaml'), 1024 * 1024 + 1);
  await mkdir(join(directory.path, 'folder.yaml'));
  await assert.rejects(loadConfig(join(directory.path, 'huge.yaml')), {
    code: 'config',
    message: /huge\.yaml: is larger than 1 MiB/,
  });
  await assert.rejects(loadConfig(join(directory.path, 'folder.yaml')), {
    code: 'config',
    message: /folder\.yaml: is not a file/,
  });
  await assert.rejects(loadConfig(join(directory.path, 'none.yaml')), {
    code: 'config',
    hint: 'run `assay init`',
  });
});
