import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { planOf } from '../../src/config/plan-of.ts';
import { secretUses } from '../../src/config/secrets.ts';
import { git } from '../../src/platform/git/git.ts';
import { redact, resolveSecrets, Secret } from '../../src/platform/secret.ts';
import { parse } from './parsing.ts';
import { temporary } from './temporary.ts';

const TEXT = `build: {command: make, env: {B: {secret: BUILD_KEY}}}
defaults:
  env:
    D: {secret: SHARED}
benchmarks:
  one: {command: x, env: {A: {secret: API_TOKEN}, AGAIN: {secret: API_TOKEN}}}
  two: {command: y, build: none}
`;

function uses(benchmarks: string[] = []) {
  const config = parse(TEXT);
  return secretUses(config, planOf(config, { benchmarks }));
}

test('the secrets of a plan are named once, with their places', () => {
  assert.deepEqual(uses(), [
    { name: 'BUILD_KEY', at: 'assay.yaml:1:30' },
    { name: 'SHARED', at: 'assay.yaml:4:5' },
    { name: 'API_TOKEN', at: 'assay.yaml:6:27' },
  ]);
  assert.deepEqual(uses(['two']), [{ name: 'SHARED', at: 'assay.yaml:4:5' }]);
});

test('a secret comes from the environment, else from an untracked .env', async () => {
  await using directory = await temporary({
    '.env': 'BUILD_KEY="from file"\nSHARED=file\nexport API_TOKEN=third',
  });
  const secrets = await resolveSecrets(uses(), directory.path, { SHARED: 'from environment' });
  assert.deepEqual(
    [...secrets].map(([name, secret]) => [name, secret.reveal()]),
    [
      ['BUILD_KEY', 'from file'],
      ['SHARED', 'from environment'],
      ['API_TOKEN', 'third'],
    ],
  );
});

test('absent and empty secrets stop everything before it starts, all named with their places', async () => {
  await using directory = await temporary({ '.env': 'BUILD_KEY=' });
  const file = join(directory.path, '.env');
  await assert.rejects(resolveSecrets(uses(), directory.path, { SHARED: 'here', API_TOKEN: '' }), {
    code: 'config',
    message:
      `assay.yaml:1:30: the secret BUILD_KEY is neither in the environment nor in ${file}\n` +
      `assay.yaml:6:27: the secret API_TOKEN is neither in the environment nor in ${file}`,
  });
});

test('a .env that git tracks is refused; one that is only there is not', async () => {
  await using directory = await temporary({ '.env': 'SHARED=x' });
  await git(directory.path, ['init', '--quiet']);
  assert.equal((await resolveSecrets(uses(['two']), directory.path, {})).get('SHARED')?.reveal(), 'x');
  await git(directory.path, ['add', '.env']);
  await assert.rejects(resolveSecrets(uses(['two']), directory.path, {}), {
    code: 'config',
    message: /\.env is tracked by git/,
  });
});

test('without secrets nothing is read', async () => {
  await using directory = await temporary();
  await git(directory.path, ['init', '--quiet']);
  await writeFile(join(directory.path, '.env'), 'A=b');
  await git(directory.path, ['add', '.env']);
  assert.equal((await resolveSecrets([], directory.path, {})).size, 0);
});

test('a secret shows its name, however it is printed', () => {
  const secret = new Secret('API_TOKEN', 'hunter2hunter2');
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true, depth: 9 }),
    format('%s %o %j', secret, secret, secret),
  ];
  for (const text of [...shown, JSON.stringify(Object.entries(secret)), JSON.stringify({ ...secret })]) {
    assert.doesNotMatch(text, /hunter2/);
  }
  for (const text of shown) assert.match(text, /\[secret API_TOKEN\]/);
});

test('text is freed of every secret, the longest first, and line by line', () => {
  const secrets = [
    new Secret('SHORT', 'abc'),
    new Secret('LONG', 'abcdef'),
    new Secret('KEY', 'first line\nsecond line'),
  ];
  assert.equal(redact('x abcdef abc $& abc', secrets), 'x [secret LONG] [secret SHORT] $& [secret SHORT]');
  assert.equal(redact('log: second line', secrets), 'log: [secret KEY]');
  assert.equal(redact('nothing', []), 'nothing');
});

test('a plan holds the name of a secret', () => {
  const plan = JSON.stringify(planOf(parse(TEXT)));
  assert.match(plan, /\{"secret":"API_TOKEN"\}/);
});
