import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { lint } from '../../src/lint/lint.ts';
import { RULES } from '../../src/lint/rules.ts';
import type { Source } from '../../src/lint/source.ts';
import { FACTS, FIXTURES, sourcesIn } from './fixtures.ts';

for (const rule of RULES) {
  describe(rule.id, () => {
    const kinds = ['dockerfile', 'compose', 'project'] as const;
    const subjects = rule.together ? ['compose'] : kinds.filter((kind) => rule[kind]);
    // Suppressions are about the findings of other rules: all are applied.
    const found = (folder: string) => lint(sourcesIn(`${rule.id}/${folder}`), FACTS);

    test('finds what it forbids in each kind of file that it is about', () => {
      const { findings, unreadable } = found('fails');
      assert.deepEqual(unreadable, []);
      const files = new Set(findings.filter((each) => each.rule === rule.id).map(({ file }) => file));
      // Files of other kinds are there for what the rule looks up in them.
      const about = (kind: Source['kind']) => subjects.length === 0 || subjects.includes(kind);
      const sources = sourcesIn(`${rule.id}/fails`).filter(({ kind }) => about(kind));
      assert.deepEqual(
        [...files].sort(),
        sources.map(({ file }) => file),
      );
      const kinds = new Set<string>(sources.map(({ kind }) => kind));
      for (const kind of subjects) assert.ok(kinds.has(kind), `no ${kind} fails`);
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
