import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRACTICES } from '../../src/lint/practices.ts';
import { RULES } from '../../src/lint/rules.ts';

test('eight things to do and six not to do are each held by rules that exist', () => {
  const ids = new Set(RULES.map(({ id }) => id));
  for (const { text, rules } of PRACTICES) {
    assert.ok(rules.length > 0, text);
    assert.deepEqual(
      rules.filter((id) => !ids.has(id)),
      [],
      text,
    );
  }
  const count = (kind: string): number => PRACTICES.filter((practice) => practice.kind === kind).length;
  assert.deepEqual([count('do'), count("don't")], [8, 6]);
});
