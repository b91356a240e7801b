import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chosenEnvironments } from '../../src/cli/calibrate/environments.ts';
import { choiceOf } from '../../src/cli/project/place.ts';
import { parse } from '../config/parsing.ts';

/** The names of both environments, of a file with two containers and this `execution`. */
function chosen(execution: string, ...names: string[]): string[] {
  const file = `environments:
  small: { kind: container, image: "a:1" }
  large: { kind: container, image: "b:1" }
execution: ${execution}
benchmarks: { a: { command: ls } }
`;
  return chosenEnvironments(choiceOf(parse(file)), names).map(({ name }) => name);
}

describe('the environments that are calibrated', () => {
  test('without a name: this host and the container that is meant in general', () => {
    assert.deepEqual(chosen('{container: large}'), ['host', 'large']);
    assert.throws(() => chosen('{}'), {
      message: 'there are several environments to compare this host with: small, large',
      hint: 'name one: assay calibrate --env small',
    });
  });

  test('named: in the order given, one name against this host', () => {
    assert.deepEqual(chosen('{container: large}', 'small'), ['host', 'small']);
    assert.deepEqual(chosen('{}', 'small', 'large'), ['small', 'large']);
    assert.throws(() => chosen('{}', 'smal'), {
      message: 'there is no environment "smal"; did you mean "small"?',
    });
  });
});
