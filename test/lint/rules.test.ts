import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import { RULES } from '../../src/lint/rules.ts';
import { FACTS, FIXTURES, sourcesIn } from './fixtures.ts';

for (const rule of RULES) {
  describe(rule.id, () => {
    // Suppressions are about the findings of other rules: all are applied.
    const found = (folder: string) => lint(sourcesIn(`${rule.id}/${folder}`), FACTS);

    test('finds what it forbids in each kind of file that it is about', () => {
      const { findings, unreadable } = found('fails');
      assert.deepEqual(unreadable, []);
      const files = new Set(findings.filter((each) => each.rule === rule.id).map(({ file }) => file));
      assert.deepEqual(
        [...files].sort(),
        sourcesIn(`${rule.id}/fails`).map(({ file }) => file),
      );
      const kinds = new Set<string>(sourcesIn(`${rule.id}/fails`).map(({ kind }) => kind));
      for (const kind of ['dockerfile', 'compose', 'project'] as const) {
        if (rule[kind]) assert.ok(kinds.has(kind), `no ${kind} fails`);
      }
    });

    test('finds nothing where it is kept', () => {
      const { findings, unreadable } = found('passes');
      assert.deepEqual(unreadable, []);
      assert.deepEqual(
        findings.filter((each) => each.rule === rule.id),
        [],
      );
      const kinds = (folder: string) => [
        ...new Set(sourcesIn(`${rule.id}/${folder}`).map(({ kind }) => kind)),
      ];
      assert.deepEqual(kinds('passes'), kinds('fails'));
    });
  });
}

test('there are twenty rules or more, and fixtures of no others', () => {
  assert.ok(RULES.length >= 20);
  assert.deepEqual(readdirSync(FIXTURES).sort(), RULES.map(({ id }) => id).sort());
});
