import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configurationDocuments } from '../../scripts/generate/configuration.ts';
import { ENVIRONMENT_VARIABLES } from '../../src/config/environment-variables.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

for (const [path, text] of configurationDocuments()) {
  test(`${path} is what scripts/generate/configuration.ts makes`, () => {
    assert.equal(
      readFileSync(join(ROOT, path), 'utf8'),
      text,
      'run scripts/run scripts/generate/configuration.ts',
    );
  });
}

test('every variable of the environment that the code reads is listed', () => {
  const listed = new Set(ENVIRONMENT_VARIABLES.map(({ name }) => name));
  const unlisted = sources().flatMap(({ path, text }) =>
    variablesRead(path, text)
      .filter((name) => !listed.has(name))
      .map((name) => `${path}: ${name}`),
  );
  assert.deepEqual(unlisted, [], 'list them in src/config/environment-variables.ts');
});

test('every listed variable is read somewhere, or used by what Assay starts', () => {
  const read = new Set(sources().flatMap(({ path, text }) => variablesRead(path, text)));
  // Node itself looks programs up in PATH.
  read.add('PATH');
  assert.deepEqual(
    ENVIRONMENT_VARIABLES.map(({ name }) => name).filter((name) => !read.has(name)),
    [],
  );
});

test('the search for variables finds every way of reading one', () => {
  const text = `
    process.env.ONE; process.env['TWO']; const { THREE, FOUR: four, EIGHT } = process.env;
    environment.FIVE ?? env["SIX"]; env?.SEVEN === 1; env.WRITTEN = 'x'; delete process.env.GONE;`;
  assert.deepEqual(variablesRead('a.ts', text).sort(), [
    'EIGHT',
    'FIVE',
    'FOUR',
    'ONE',
    'SEVEN',
    'SIX',
    'THREE',
    'TWO',
  ]);
  assert.deepEqual(
    variablesRead(
      'a',
      `#!/bin/sh\nlocal=1; echo $ONE "\${TWO:-\${THREE}}" $local; FOUR=5; echo $FOUR; FIVE=\${FIVE:-6}`,
    ).sort(),
    ['FIVE', 'ONE', 'THREE', 'TWO'],
  );
  assert.deepEqual(variablesRead('a.c', 'getenv("ONE") + secure_getenv("TWO")'), ['ONE', 'TWO']);
});

function sources(): { path: string; text: string }[] {
  return ['src', 'bin', 'sampler'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && (/\.(ts|c|h|sh)$/.test(entry.name) || folder === 'bin'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: path.slice(ROOT.length), text: readFileSync(path, 'utf8') })),
  );
}

function variablesRead(path: string, text: string): string[] {
  if (/\.[ch]$/.test(path)) return names(text, /getenv\s*\(\s*"(\w+)"/g);
  return [...new Set(path.endsWith('.ts') ? readByTypeScript(text) : readByShell(text))];
}

/** Members of `process.env` and of what is called `env` or `environment`, but not assignments to them. */
function readByTypeScript(text: string): string[] {
  const kept = text.replace(/delete\s+process\.env\.\w+/g, '');
  const member = /\benv(?:ironment)?\??\.([A-Z][A-Z0-9_]*)\b(?!\s*=[^=])/g;
  const keyed = /\benv(?:ironment)?(?:\?\.)?\[['"]([A-Z][A-Z0-9_]*)['"]\](?!\s*=[^=])/g;
  const lists = names(kept, /\{([^{}]*)\}\s*=\s*process\.env\b/g);
  const taken = lists.flatMap((list) => names(list, /\b([A-Z][A-Z0-9_]*)\s*(?:[:,]|$)/g));
  return [...names(kept, member), ...names(kept, keyed), ...taken];
}

/** Variables in capitals that the script does not set itself, or has a default for. */
function readByShell(text: string): string[] {
  const assigned = new Set(names(text, /(?:^|[\s;])([A-Z_][A-Z0-9_]*)=/gm));
  const used = names(text, /\$\{?([A-Z_][A-Z0-9_]*)/g).filter((name) => !assigned.has(name));
  return [...used, ...names(text, /\$\{([A-Z_][A-Z0-9_]*):?[-=]/g)];
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}
