import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Asked, type Choice, choosePlace } from '../../src/config/choose-place.ts';
import { environmentsOf } from '../../src/config/environments.ts';
import { CONTEXTS, MODES } from '../../src/config/execution.ts';
import { situationOf } from '../../src/config/situation.ts';
import { parse } from './parsing.ts';

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  pinned: '{kind: host, cpuset: 0}',
  small: '{kind: container, image: "a:1"}',
  large: '{kind: container, image: "b:1"}',
};

/** A file with these environments and this `execution`. */
function choice(names: readonly string[], execution = '{}'): Choice {
  const table = names.map((name) => `${name}: ${ENVIRONMENTS[name]}`).join(', ');
  const config = parse(`environments: {${table}}\nexecution: ${execution}\nbenchmarks: {a: {command: ls}}`);
  return { environments: environmentsOf(config), execution: config.file.execution ?? {} };
}

/** The name of the environment chosen in each context, in the order of the contexts; `error` where none is. */
function row(of: Choice, asked: Asked): string {
  return CONTEXTS.map((context) => {
    try {
      return choosePlace(of, asked, { context, why: 'a test' }).environment.name;
    } catch (error) {
      assert.equal((error as { code: string }).code, 'usage');
      return 'error';
    }
  }).join(' ');
}

const NONE = choice([]);
const ONE = choice(['small']);
const TWO = choice(['small', 'large']);
const MEANT = choice(['small', 'large'], '{container: large}');
const HOSTS = choice(['pinned']);
const NAMED = choice(
  ['pinned', 'small', 'large'],
  '{container: large, contexts: {local: pinned, ci: small, production: pinned, release: large}}',
);

/** Every kind of file × mode × context: local, ci, production, release. */
const TABLE: readonly (readonly [name: string, of: Choice, ...byMode: [string, string, string]])[] = [
  ['no environment', NONE, 'host host host host', 'host host host host', 'error error error error'],
  ['one container', ONE, 'host small host small', 'host host host host', 'small small small small'],
  ['two containers', TWO, 'host host host host', 'host host host host', 'error error error error'],
  ['two, one meant', MEANT, 'host large host large', 'host host host host', 'large large large large'],
  ['a host only', HOSTS, 'host host host host', 'host host host host', 'error error error error'],
  ['all named', NAMED, 'pinned small pinned large', 'pinned host pinned host', 'large small large large'],
];

describe('the table of decisions', () => {
  for (const [name, of, ...byMode] of TABLE) {
    MODES.forEach((mode, index) => {
      test(`${name}, --mode ${mode}`, () => assert.equal(row(of, { mode }), byMode[index]));
    });
    test(`${name}, nothing said: as with --mode auto`, () => assert.equal(row(of, {}), byMode[0]));
    for (const env of of.environments.keys()) {
      test(`${name}, --env ${env} wins over every mode and context`, () => {
        for (const mode of MODES) assert.equal(row(of, { env, mode }), `${env} ${env} ${env} ${env}`);
      });
    }
  }

  test('the mode of the file holds, and the flag wins over it', () => {
    const of = choice(['small'], '{mode: container}');
    assert.equal(row(of, {}), 'small small small small');
    assert.equal(row(of, { mode: 'auto' }), 'host small host small');
    assert.equal(row(choice(['small'], '{mode: host}'), {}), 'host host host host');
  });
});

describe('why', () => {
  const why = (of: Choice, asked: Asked, context: (typeof CONTEXTS)[number]): string =>
    choosePlace(of, asked, { context, why: 'a test' }).why;

  test('names the flag, the key or the rule that led there', () => {
    assert.equal(why(ONE, { env: 'small' }, 'ci'), '--env small');
    assert.equal(why(ONE, {}, 'ci'), 'context ci (a test): the only container');
    assert.equal(why(MEANT, {}, 'release'), 'context release (a test): execution.container');
    assert.equal(why(NAMED, {}, 'local'), 'context local (a test): execution.contexts.local');
    assert.equal(why(ONE, {}, 'local'), 'context local (a test): the host unless said otherwise');
    assert.equal(why(NONE, {}, 'ci'), 'context ci (a test): the host, since no container is named');
    assert.equal(why(ONE, { mode: 'host' }, 'ci'), 'context ci (a test): --mode host');
    assert.equal(
      why(ONE, { mode: 'container' }, 'local'),
      'context local (a test): --mode container, the only container',
    );
    assert.equal(
      why(TWO, {}, 'ci'),
      'context ci (a test): the host, since execution.container names none of several containers',
    );
  });

  test('an error names what was asked for and what there is', () => {
    const here = { context: 'local', why: 'a test' } as const;
    assert.throws(() => choosePlace(ONE, { env: 'smal' }, here), {
      code: 'usage',
      message: 'there is no environment "smal"; did you mean "small"?',
      hint: 'there are: host, small; others are named under environments in assay.yaml',
    });
    assert.throws(() => choosePlace(NONE, { mode: 'container' }, here), {
      message: '--mode container, but there is no container environment',
      hint: 'name one under environments in assay.yaml',
    });
    assert.throws(() => choosePlace(TWO, { mode: 'container' }, here), {
      message: '--mode container, but of several container environments none is meant',
      hint: 'say which: --env, or execution.container in assay.yaml: small, large',
    });
  });
});

describe('the context', () => {
  test('is that of the first sign: the flag, ASSAY_CONTEXT, two tags, CI', () => {
    const env = { ASSAY_CONTEXT: 'production', CI: 'true' };
    assert.deepEqual(situationOf({ flag: 'local', env, comparesTags: true }), {
      ...{ context: 'local', why: '--context local' },
    });
    assert.deepEqual(situationOf({ env, comparesTags: true }), {
      ...{ context: 'production', why: 'ASSAY_CONTEXT is production' },
    });
    assert.deepEqual(situationOf({ env: { CI: '1' }, comparesTags: true }), {
      ...{ context: 'release', why: 'two tags are compared' },
    });
    assert.deepEqual(situationOf({ env: { CI: '1' } }), { context: 'ci', why: 'CI is set' });
    assert.deepEqual(situationOf({ env: {} }), { context: 'local', why: 'nothing says otherwise' });
  });

  test('is not ci where CI is switched off, and an empty ASSAY_CONTEXT says nothing', () => {
    for (const CI of ['', '0', 'false', 'False'])
      assert.equal(situationOf({ env: { CI, ASSAY_CONTEXT: '' } }).context, 'local', CI);
  });

  test('is refused where there is no such one', () => {
    assert.throws(() => situationOf({ env: { ASSAY_CONTEXT: 'relaese' } }), {
      code: 'usage',
      message: 'ASSAY_CONTEXT is "relaese"; did you mean "release"?',
      hint: 'it is one of: local, ci, production, release',
    });
  });
});
