import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FORMAT_NAMES } from '../../src/import/formats.ts';

const page = readFileSync(new URL('../../docs/reference/import-formats.md', import.meta.url), 'utf8');

test('the page of formats has every format and no other', () => {
  const cells = page.split('\n').flatMap((line) => /^\| (`[^|]+) \|/.exec(line)?.[1] ?? []);
  const listed = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  const names = listed.filter((name) => !name.startsWith('--'));
  assert.deepEqual([...new Set(names)].sort(), [...FORMAT_NAMES].sort());
});
