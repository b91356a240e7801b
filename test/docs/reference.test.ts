import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { generatedDocuments } from '../../scripts/generate/documents.ts';
import { CONTRACTS } from '../../scripts/generate/schemas.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { MANUAL } from '../../src/cli/manual-pages.ts';
import { ROOT } from './markdown.ts';

/** Written and read by Assay alone. */
const INTERNAL = ['assay.toolchain-cache/1'];

const documents = await generatedDocuments();

describe('the generated reference', () => {
  for (const [path, text] of documents) {
    test(`${path} is what the code gives`, () => {
      assert.ok(source(path) === text, `${path} differs; write it anew: make docs`);
    });
  }

  test('has nothing left of what is no longer generated', () => {
    const found = globSync('docs/reference/schemas/*', { cwd: ROOT });
    assert.deepEqual(
      found.filter((path) => !documents.has(path)),
      [],
    );
  });

  test('has a schema for every contract that the code names', () => {
    const named = globSync('src/**/*.ts', { cwd: ROOT }).flatMap((path) => [
      ...readFileSync(join(ROOT, path), 'utf8').matchAll(/'(assay\.[a-z-]+\/\d+)'/g),
    ]);
    const ids = new Set(named.map((match) => match[1]!));
    for (const id of INTERNAL) ids.delete(id);
    assert.deepEqual([...ids].sort(), CONTRACTS.map(({ id }) => id).sort());
  });
});

describe('the manual pages', () => {
  test('explain every command', () => {
    const without = Object.keys(COMMANDS).filter((name) => MANUAL[name] === undefined);
    assert.deepEqual(without, [], 'write them in src/cli/manual-pages.ts');
  });

  test('repeat the budgets that the commands have', () => {
    const [run, compare] = [source('src/cli/run/commit.ts'), source('src/cli/compare/run.ts')];
    const samples = /DEFAULT_SAMPLES = \{ min: (\d+), max: (\d+) \}/.exec(run)!;
    const blocks = /DEFAULT_BLOCKS = \{ min: (\d+), max: (\d+) \}/.exec(compare)!;
    const seconds = (text: string): string => /DEFAULT_TIME_S = (\d+)/.exec(text)![1]!;
    const ofRun = `${samples[1]} to ${samples[2]} samples or about ${seconds(run)} seconds`;
    const ofCompare = `${blocks[1]} to ${blocks[2]} blocks or about ${seconds(compare)} seconds`;
    assert.ok(MANUAL.run!.about.includes(ofRun), ofRun);
    assert.ok(MANUAL.compare!.about.includes(ofCompare), ofCompare);
  });

  test('are all of commands that exist', () => {
    const text = documents.get('docs/reference/commands.md')!;
    for (const name of Object.keys(MANUAL)) assert.match(text, new RegExp(`^#+ assay ${name}$`, 'm'));
  });
});

function source(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
