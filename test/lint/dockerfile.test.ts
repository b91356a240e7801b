import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AssayError } from '../../src/core/error.ts';
import { parseDockerfile } from '../../src/lint/dockerfile.ts';
import { lintText } from './fixtures.ts';

const parse = (...lines: string[]) => parseDockerfile(lines.join('\n'), 'Dockerfile');

describe('a Dockerfile', () => {
  test('is read with its stages, the images they begin with, and arguments in their names', () => {
    const { stages, final } = parse(
      '# syntax=docker/dockerfile:1',
      'ARG VERSION=12.5',
      'ARG OUTSIDE',
      'FROM --platform=linux/amd64 debian:$VERSION-slim AS Build',
      'RUN make',
      'FROM build as tested',
      `FROM \${OUTSIDE} AS given`,
      `FROM \${OUTSIDE:-alpine:\${VERSION}}`,
      'COPY --from=build /app /app',
    );
    assert.deepEqual(
      stages.map(({ image, name }) => [image, name]),
      [
        ['debian:12.5-slim', 'build'],
        ['build', 'tested'],
        [null, 'given'],
        ['alpine:12.5', null],
      ],
    );
    assert.equal(stages[1]!.base, stages[0]);
    assert.equal(final, stages[3]);
    assert.deepEqual([...final.instructions[0]!.flags], [['from', 'build']]);
  });

  test('has continued lines as one, without the comments between them, whatever the escape', () => {
    const { instructions } = parse(
      '# escape=`',
      'FROM debian:12.5',
      'RUN --network=none a `',
      '  # a comment',
      '',
      '  b',
    );
    const run = instructions[1]!;
    assert.equal(run.text.replaceAll(/\s+/g, ' '), 'a b');
    assert.deepEqual([...run.flags], [['network', 'none']]);
    assert.deepEqual(run.at, { line: 3, column: 1 });
  });

  test('has heredocs as part of their instruction, not as instructions', () => {
    const { instructions } = parse(
      'FROM debian:12.5',
      'RUN <<EOF',
      '# a comment of the shell',
      'FROM nothing',
      'EOF',
      'COPY <<FIRST <<SECOND /data/',
      'USER root',
      'FIRST',
      'SECOND',
      'USER 1000',
    );
    assert.deepEqual(
      instructions.map(({ keyword }) => keyword),
      ['FROM', 'RUN', 'COPY', 'USER'],
    );
    assert.match(instructions[1]!.text, /FROM nothing/);
  });

  test('has variables without their quotes, in both ways of writing them', () => {
    const { instructions } = parse('FROM a:1', 'ENV A=1 B="two words" C=', 'ENV OLD the rest', 'ARG D');
    assert.deepEqual(
      instructions.flatMap(({ variables }) => variables.map(({ name, value }) => [name, value])),
      [
        ['A', '1'],
        ['B', 'two words'],
        ['C', ''],
        ['OLD', 'the rest'],
        ['D', null],
      ],
    );
  });

  test('has what ONBUILD triggers marked, and not among what the stage runs', () => {
    const { instructions, final } = parse('FROM a:1', 'ONBUILD USER root', 'USER 1000');
    assert.equal(instructions[1]!.keyword, 'USER');
    assert.equal(instructions[1]!.onbuild, true);
    const { findings } = lintText('Dockerfile', 'FROM a:1\nUSER 1000\nONBUILD USER root\n', {
      only: ['root-user'],
    });
    assert.deepEqual(findings, []);
    assert.equal(final.instructions.at(-1)!.text, '1000');
  });
});

describe('what is no Dockerfile', () => {
  const refused = (...lines: string[]): string => {
    try {
      parse(...lines);
    } catch (error) {
      assert.ok(error instanceof AssayError);
      assert.equal(error.code, 'input');
      return error.message;
    }
    throw new Error('it was taken');
  };

  test('is refused with the line and the word that is wrong', () => {
    assert.equal(
      refused('FROM a:1', 'RUNN make'),
      'Dockerfile:2:1: "RUNN" is no instruction of a Dockerfile',
    );
    assert.equal(refused('FROM a:1', 'RUN'), 'Dockerfile:2:1: RUN has no argument');
  });

  test('is refused without a FROM, or with something before it', () => {
    assert.equal(refused('# nothing'), 'Dockerfile:1:1: there is no FROM');
    assert.equal(refused('ARG A=1'), 'Dockerfile:1:1: there is no FROM');
    assert.equal(refused('ARG A=1', 'RUN make', 'FROM a:1'), 'Dockerfile:2:1: RUN before the first FROM');
  });

  test('names no more than the first few of many problems', () => {
    assert.equal(refused(...Array<string>(100).fill('some prose')).split('\n').length, 5);
  });
});
