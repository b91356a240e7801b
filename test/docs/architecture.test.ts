import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DOCUMENTS, ROOT, readDocument } from './markdown.ts';

describe('docs/architecture.md', () => {
  const text = readDocument('docs/architecture.md');

  test('names files and functions that exist', () => {
    const missing = namesIn(text).filter(({ file, name }) => !declares(file, name));
    assert.deepEqual(missing, []);
    assert.ok(namesIn(text).length > 30, 'it follows a run by name');
  });

  test('has a row for every folder of src, with the arrows that are enforced', () => {
    const rows = new Map(
      [...text.matchAll(/^\| `src\/(\w+)\/` \|[^|]*\| ([^|]*) \|$/gm)].map((row) => [
        row[1]!,
        row[2]!.trim(),
      ]),
    );
    const folders = globSync('src/*/', { cwd: ROOT }).map((folder) => folder.split('/')[1]!);
    assert.deepEqual([...rows.keys()].sort(), folders.sort());
    for (const [folder, allowed] of enforced()) {
      const written = rows.get(folder)!.split(', ').sort();
      assert.deepEqual(written, allowed, folder);
    }
  });
});

test('every file of the sources that a document names exists', () => {
  for (const path of DOCUMENTS) {
    const files =
      readDocument(path).match(/\b(?:src|scripts|sampler|bench|test)\/[\w./-]+\.(?:ts|c|h)\b/g) ?? [];
    for (const file of files) assert.ok(existsSync(join(ROOT, file)), `${path} names ${file}`);
  }
});

test('a name that does not exist is noticed', () => {
  assert.equal(declares('src/core/error.ts', 'AssayError'), true);
  assert.equal(declares('src/core/error.ts', 'assayError'), false);
  assert.equal(declares('src/core/nothing.ts', 'AssayError'), false);
});

function namesIn(text: string): { file: string; name: string }[] {
  return [...text.matchAll(/`(src\/[\w/.-]+\.ts):(\w+)`/g)].map(([, file, name]) => ({
    file: file!,
    name: name!,
  }));
}

function declares(file: string, name: string): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  return new RegExp(`\\b(?:function|const|class|interface|type) ${name}\\b`).test(
    readFileSync(join(ROOT, file), 'utf8'),
  );
}

/** Folder and what it may import, read from the rules that `make check` runs. */
function enforced(): [string, string[]][] {
  const { forbidden } = JSON.parse(readFileSync(join(ROOT, '.dependency-cruiser.json'), 'utf8')) as {
    forbidden: { from: { path?: string }; to: { pathNot?: string | string[] } }[];
  };
  return forbidden.flatMap(({ from, to }): [string, string[]][] => {
    const folder = /^\^src\/(\w+)\/$/.exec(from.path ?? '')?.[1];
    if (folder === undefined || to.pathNot === undefined) return [];
    const allowed = [to.pathNot]
      .flat()
      .flatMap((path) => /\^src\/\(?([\w|]+)\)?\//.exec(path)?.[1]?.split('|') ?? []);
    const others = allowed.filter((name) => name !== folder).sort();
    return [[folder, others.length === 0 ? ['nothing'] : others]];
  });
}
