import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { parseCompose } from '../../src/lint/compose.ts';
import { limitOf } from '../../src/lint/compose-limits.ts';
import { expand } from '../../src/lint/expand.ts';
import { lint } from '../../src/lint/lint.ts';
import { bytesOf } from '../../src/lint/size.ts';
import { FACTS, lintText, source } from './fixtures.ts';

const messages = (rule: string, text: string) =>
  lintText('compose.yaml', text, { only: [rule] }).findings.map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );

describe('a compose file', () => {
  test('has what a service extends, what it merges, and the tags of merging files', () => {
    const { services } = parseCompose(
      `
x-limits: &limits {cpus: 2}
services:
  base: {image: 'a:1', deploy: {resources: {limits: {memory: 1g, pids: 5}}}}
  own:
    extends: base
    <<: *limits
    deploy: {resources: {limits: {memory: 512m}}}
    ports: !reset []
  far: {extends: {file: other.yaml, service: app}}
  circle: {extends: circle, image: 'a:1'}
`,
      'compose.yaml',
    );
    const [, own, far, circle] = services;
    assert.equal(limitOf(own!, 'cpus')!.value, 2);
    assert.equal(limitOf(own!, 'memory')!.value, 512 * 1024 ** 2);
    assert.equal(limitOf(own!, 'pids')!.value, 5);
    assert.deepEqual([own!.partial, far!.partial, circle!.partial], [false, true, true]);
  });

  test('of another kind, or with services that are none, is refused with its place', () => {
    const refused = (text: string): string => {
      try {
        parseCompose(text, 'compose.yaml');
      } catch (error) {
        assert.ok(error instanceof AssayError);
        return error.message;
      }
      throw new Error('it was taken');
    };
    assert.match(refused('app: {image: a}'), /^compose\.yaml:1:1: is no compose file/);
    assert.match(refused('services:\n  app: text'), /^compose\.yaml:2:3: services\.app must be a mapping/);
    assert.match(refused('services:\n  app: {image: [}'), /^compose\.yaml:2:\d+: is not valid YAML/);
    assert.match(refused('services: {a: !unknown 1}'), /this tag is unknown/);
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[index]}`).join(', ')}]`)
      .join('\n')}\nservices: {}`;
    assert.match(refused(bomb), /grows too large/);
  });
});

describe('a limit', () => {
  const limits = (keys: string) => {
    const [service] = parseCompose(`services: {app: {image: 'a:1', ${keys}}}`, 'compose.yaml').services;
    return [limitOf(service!, 'cpus')?.value, limitOf(service!, 'memory')?.value];
  };

  test('is read in every way that Compose has for it', () => {
    assert.deepEqual(limits("cpus: '0.5', mem_limit: 512M"), [0.5, 512 * 1024 ** 2]);
    assert.deepEqual(limits('cpu_quota: 50000, mem_limit: 1048576'), [0.5, 1024 ** 2]);
    assert.deepEqual(limits('cpu_quota: 50000, cpu_period: 25000'), [2, null]);
    assert.deepEqual(limits('cpus: 0, mem_limit: -1'), [null, null]);
    assert.deepEqual(limits(`cpus: "\${CPUS}", mem_limit: "\${MEMORY:-1g}"`), [undefined, 1024 ** 3]);
  });

  test('of memory is counted as Docker does, by 1024', () => {
    const cases = [
      ['512m', 512 * 1024 ** 2],
      ['18.5GB', 18.5 * 1024 ** 3],
      ['1KiB', 1024],
      ['7', 7],
      [7, 7],
      ['7x', null],
      ['', null],
      [null, null],
    ] as const;
    for (const [text, bytes] of cases) assert.equal(bytesOf(text), bytes, String(text));
  });
});

test('a variable is replaced by what the file says of it, and is unknown where it says nothing', () => {
  const variables = (name: string) => ({ SET: 'value', EMPTY: '' })[name];
  const cases: readonly (readonly [string, string | null])[] = [
    ['a-$SET.b', 'a-value.b'],
    [`\${SET}`, 'value'],
    [`\${SET:-other}`, 'value'],
    [`\${UNSET:-a\${SET}b}`, 'avalueb'],
    [`\${UNSET:-\${OTHER:-deep}}`, 'deep'],
    [`\${SET:+alternative}\${UNSET:+none}`, 'alternative'],
    ['$UNSET', null],
    [`\${UNSET:?needed}`, null],
    [`\${unclosed`, null],
    ['costs $$5 or 5$', 'costs $5 or 5$'],
    [`\${A:-`.repeat(100_000), null],
  ];
  for (const [text, expanded] of cases) assert.equal(expand(text, variables), expanded, text.slice(0, 40));
});

describe('services that run together', () => {
  test('are refused when they ask for more than there is, where the sum is exceeded', () => {
    const text = `
services:
  database: {image: 'db:1.0', cpus: 4, mem_limit: 8g}
  application: {image: 'app:1.0', cpus: 2, mem_limit: 4g, scale: 2}
  metrics: {image: 'metrics:1.0', cpus: 1, mem_limit: 2.5g}
`;
    assert.deepEqual(messages('resources-oversubscribed', text), [
      '5:35: together the services ask for 9 processors; there are 8 processors, exceeded from here on',
      '5:44: together the services ask for 18.50 GiB; there are 16.00 GiB, exceeded from here on',
    ]);
  });

  test('are not all those of different profiles, and are unknown on an unknown machine', () => {
    const text = `
services:
  always: {image: 'a:1', cpus: 6}
  one: {image: 'a:1', cpus: 2, profiles: [one]}
  two: {image: 'a:1', cpus: 3, profiles: [two]}
`;
    assert.deepEqual(messages('resources-oversubscribed', text), [
      '5:23: together the services ask for 9 processors; there are 8 processors, exceeded from here on',
    ]);
    const nowhere = { ...FACTS, machine: { cpus: null, memoryBytes: null } };
    assert.deepEqual(
      lint([source('compose.yaml', text)], nowhere, { only: ['resources-oversubscribed'] }).findings,
      [],
    );
  });
});

test('releases are compared across files too, and say in which file the other is', () => {
  const before = source('compose.old.yaml', "services: {app: {image: 'app:1.0', cpus: 1, mem_limit: 1g}}");
  const after = source('compose.new.yaml', "services: {app: {image: 'app:1.1', cpus: 2, mem_limit: 1g}}");
  const { findings } = lint([before, after], FACTS, { only: ['compared-limits-differ'] });
  assert.deepEqual(
    findings.map(({ file, message }) => [file, message]),
    [['compose.new.yaml', 'app (1.1) differs in cpus from app (1.0) in compose.old.yaml']],
  );
});
