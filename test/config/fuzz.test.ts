import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { containerSchema, mountSchema } from '../../src/config/container-schema.ts';
import { environmentsOf } from '../../src/config/environments.ts';
import { planOf } from '../../src/config/plan-of.ts';
import { fileSchema } from '../../src/config/schema.ts';
import { decode } from '../../src/config/text.ts';
import { AssayError } from '../../src/core/error.ts';
import { parse } from './parsing.ts';

/** Whatever the bytes, there is a plan or an AssayError whose every line names the file. */
function planOrError(text: string): void {
  try {
    const config = parse(text);
    JSON.stringify([planOf(config), ...environmentsOf(config).values()]);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    assert.equal(error.code, 'config');
    for (const line of error.message.split('\n')) assert.match(line, /^(assay\.yaml:|… and \d+ more$)/);
  }
}

/** Pieces of YAML and of this format, more likely to get far than random text. */
const piece = fc.constantFrom(
  ...[
    'benchmarks:',
    'parse:',
    'command:',
    'params:',
    'exclude:',
    'defaults:',
    'metrics:',
    'env:',
    'samples:',
  ],
  ...[
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    ': ',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: ',
    '|',
    '>',
  ],
  ...[
    '2%',
    '30s',
    '{size}',
    'wall',
    'null',
    'true',
    '1',
    '-1',
    '1e999',
    '.nan',
    '!!str ',
    '%YAML',
    '---',
    '\t',
    '#',
  ],
  ...['__proto__', 'size', 'secret', '../..', '\\0', '\u2028', '\ud800'],
);

test('text made of pieces of YAML never gives anything but a plan or an error that names the place', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => planOrError(pieces.join(''))),
    { numRuns: 3000 },
  );
});

test('any bytes are text that can be judged, or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      let text: string;
      try {
        text = decode(bytes, 'assay.yaml');
      } catch (error) {
        assert.ok(error instanceof AssayError && error.code === 'config');
        return;
      }
      planOrError(text);
    }),
    { numRuns: 1000 },
  );
});

/** Any value in any place of the structure. */
const keys = [
  ...Object.keys(fileSchema.shape),
  'command',
  'params',
  'exclude',
  'metrics',
  'env',
  'samples',
  'min',
  'wall',
];
const { structure } = fc.letrec<{ structure: unknown }>((tie) => ({
  structure: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, 0, 1, -1, 1.5, '', 'x', '2%', '30s', '{a}', 'wall', Number.NaN),
    fc.array(tie('structure'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 5 })), tie('structure'), {
      maxKeys: 4,
    }),
  ),
}));

test('any structure of values gives a plan or an error that names the place', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), structure), structure, (file, benchmark) => {
      planOrError(stringify(file));
      planOrError(stringify({ ...file, benchmarks: { parse: benchmark } }));
      planOrError(
        stringify({ benchmarks: { parse: { command: ['{a}'], params: { a: [1, 2] }, exclude: benchmark } } }),
      );
    }),
    { numRuns: 700 },
  );
});

/** The keys of a container, with values that are right more often than not. */
const containerKey = fc.constantFrom(...Object.keys({ ...containerSchema.shape, ...mountSchema.shape }));
const containerValue = fc.oneof(
  fc.constantFrom<unknown>(1, '1GB', '0-1', 'a:1', '/x', '/', '../..', '/proc', 'none', 'host', 'SYS_PTRACE'),
  fc.constantFrom<unknown>(
    ['/x'],
    ['/dev/x'],
    { '/x': '1GB' },
    { a: '/x/' },
    [{ from: '/x', to: '/x' }],
    null,
  ),
  structure,
);

test('any environment gives a plan or an error that names the place', () => {
  const container = fc.dictionary(containerKey, containerValue, { maxKeys: 8 });
  fc.assert(
    fc.property(container, structure, (environment, execution) => {
      const rest = { benchmarks: { parse: { command: 'ls' } }, execution };
      planOrError(stringify({ ...rest, environments: { e: { ...environment, kind: 'container' } } }));
      planOrError(stringify({ ...rest, environments: { e: environment } }));
      planOrError(stringify({ ...rest, environments: execution, execution: { mode: 'container' } }));
    }),
    { numRuns: 700 },
  );
});
