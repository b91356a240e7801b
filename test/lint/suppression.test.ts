import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lintText } from './fixtures.ts';

const ROOT = 'FROM debian:12.5\n';
const ONLY = { only: ['privileged', 'host-namespace', 'suppression-unexplained', 'suppression-unused'] };

const found = (text: string) => {
  const { findings, suppressed } = lintText('compose.yaml', text, ONLY);
  return {
    findings: findings.map(({ line, rule, message }) => `${line} ${rule}: ${message}`),
    suppressed: suppressed.map(({ line, rule, reason }) => `${line} ${rule}: ${reason}`),
  };
};

describe('a suppression', () => {
  test('holds for its own line, or alone on its line for the first below that is no comment', () => {
    assert.deepEqual(
      found(`services:
  a:
    image: a:1
    privileged: true # assay-lint: disable=privileged it mounts
  b:
    image: a:1
    # assay-lint: disable=privileged it mounts, too
    # and this is why
    privileged: true
`),
      { findings: [], suppressed: ['4 privileged: it mounts', '9 privileged: it mounts, too'] },
    );
  });

  test('may name several rules', () => {
    const text = `services:
  # assay-lint: disable=privileged,host-namespace a test of the machine itself
  a: {image: 'a:1', privileged: true, pid: host}
`;
    assert.equal(found(text).suppressed.length, 2);
    assert.deepEqual(found(text).findings, []);
  });

  test('without a reason has no effect and is a finding', () => {
    assert.deepEqual(
      found("services:\n  # assay-lint: disable=privileged\n  a: {image: 'a:1', privileged: true}\n"),
      {
        findings: [
          '2 suppression-unexplained: no reason is given for privileged, so it has no effect',
          '3 privileged: a is privileged',
        ],
        suppressed: [],
      },
    );
  });

  test('of nothing, or of a rule that does not exist, is a finding', () => {
    const text = `services:
  # assay-lint: disable=privileged it was
  a: {image: 'a:1'}
  b: {image: 'a:1'} # assay-lint: disable=priviledged it was
`;
    assert.deepEqual(found(text).findings, [
      '2 suppression-unused: privileged finds nothing here',
      '4 suppression-unused: there is no rule "priviledged"; did you mean "privileged"?',
    ]);
  });

  test('of a rule that is not applied is not judged', () => {
    const text = "services:\n  a: {image: 'a:1'} # assay-lint: disable=ports-exposed it is not\n";
    assert.deepEqual(found(text).findings, []);
  });

  test('is a comment, not a text that looks like one', () => {
    const text = `services:
  a:
    image: a:1
    command: |
      # assay-lint: disable=privileged a line of a script
      true
    entrypoint: "# assay-lint: disable=privileged a text"
    privileged: true
`;
    assert.deepEqual(found(text), { findings: ['8 privileged: a is privileged'], suppressed: [] });
  });

  test('works in a Dockerfile, above the instruction', () => {
    const suppressed = `# assay-lint: disable=root-user a tool of the build\n${ROOT}`;
    const only = { only: ['root-user'] };
    assert.equal(lintText('Dockerfile', ROOT, only).findings.length, 1);
    assert.equal(lintText('Dockerfile', suppressed, only).findings.length, 0);
  });
});
