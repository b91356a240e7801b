import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { type LintResult, lint } from '../../src/lint/lint.ts';
import { FACTS, lintText, source } from './fixtures.ts';

/** Every finding stands in a line of the text; everything else is listed with a message that names the file. */
function isSound(file: string, text: string, { findings, unreadable }: LintResult): void {
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const finding of findings) {
    assert.ok(finding.line >= 1 && finding.line <= lines && finding.column >= 1);
    assert.notEqual(finding.message, '');
  }
  for (const { error } of unreadable) {
    for (const line of error.message.split('\n')) assert.match(line, /^[\w./-]+:|^… and \d+ more$/);
    assert.ok(error.message.startsWith(file));
  }
}

const words = [
  ...[
    'FROM',
    'from',
    'RUN',
    'ENV',
    'ARG',
    'COPY',
    'ADD',
    'USER',
    'EXPOSE',
    'CMD',
    'ONBUILD',
    'HEALTHCHECK',
    'SHELL',
  ],
  ...[
    'debian:12.5',
    'scratch',
    '$A',
    `\${A:-b}`,
    `\${`,
    'A=1',
    'TOKEN=x',
    'AS',
    'build',
    '--from=build',
    '--',
    '=',
    '"',
    "'",
  ],
  ...[
    '\\\n',
    '\\',
    '`\n',
    '# escape=`\n',
    '# assay-lint: disable=root-user why\n',
    '#',
    '<<EOF\n',
    'EOF\n',
    '<<',
    '[',
    ']',
  ],
  ...[
    'curl x | sh',
    'apt-get install gcc',
    'git clone',
    'https://example.org',
    '\t',
    '\r\n',
    '\r',
    '\u2028',
    '\ud800',
    '\0',
  ],
];

test('text made of pieces of Dockerfiles gives findings in its lines, or is refused', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words, ' ', '\n'), { maxLength: 60 }), (pieces) => {
      const text = `FROM a:1\n${pieces.join(' ')}`;
      isSound('Dockerfile', text, lintText('Dockerfile', text));
    }),
    { numRuns: 3000 },
  );
});

test('any text is linted or refused, as each kind of file', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      for (const file of ['Dockerfile', 'compose.yaml', 'assay.yaml'])
        isSound(file, text, lintText(file, text));
    }),
    { numRuns: 1000 },
  );
});

const keys = [
  ...[
    'image',
    'build',
    'args',
    'extends',
    'service',
    'file',
    'cpus',
    'mem_limit',
    'memswap_limit',
    'pids_limit',
  ],
  ...[
    'deploy',
    'resources',
    'limits',
    'reservations',
    'memory',
    'replicas',
    'environment',
    'volumes',
    'ports',
  ],
  ...[
    'depends_on',
    'condition',
    'healthcheck',
    'test',
    'cap_add',
    'security_opt',
    'privileged',
    'network_mode',
  ],
  ...[
    'profiles',
    'command',
    'a',
    'b',
    'cpu_quota',
    'cpu_period',
    'cpuset',
    'cpu_shares',
    'user',
    'target',
    'source',
  ],
];
const values = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    '',
    'a',
    'b',
    'a:1',
    'a:latest',
    '512m',
    `\${A}`,
    `\${A:-1g}`,
    'host',
    'ALL',
    '8080:80',
  ],
  ...[
    './results:/results',
    '/var/run/docker.sock:/x',
    'TOKEN=x',
    'service_healthy',
    'NONE',
    Number.NaN,
    '/results/x',
  ],
];
const { structure } = fc.letrec<{ structure: unknown }>((tie) => ({
  structure: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(...values),
    fc.array(tie('structure'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('structure'), { maxKeys: 5 }),
  ),
}));
const service = fc.dictionary(fc.constantFrom(...keys), structure, { maxKeys: 10 });

test('any structure of services gives findings in its lines, or is refused', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), service), (services) => {
      const text = stringify({ services });
      isSound('compose.yaml', text, lintText('compose.yaml', text));
    }),
    { numRuns: 500 },
  );
});

test('a file of the largest size is linted in seconds, whatever is repeated in it', () => {
  const pieces = [
    'curl ',
    `\${a-`,
    '$',
    '/results',
    '# assay-lint: disable=a b\n',
    'git -C x clone ',
    '"',
    '<<E\n',
    'a: ',
  ];
  const started = performance.now();
  for (const piece of pieces) {
    const long = piece.repeat(Math.floor(300_000 / piece.length));
    lint(
      [
        source('Dockerfile', `FROM a:1\nRUN ${long}`),
        source('compose.yaml', `services: {a: {image: 'a:1', command: ${JSON.stringify(long)}}}`),
      ],
      FACTS,
    );
  }
  assert.ok(performance.now() - started < 30_000);
});
