import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { CONTRACTS } from '../../scripts/generate/schemas.ts';
import { parseConfig } from '../../src/config/load.ts';
import { EXIT } from '../../src/core/error.ts';
import { type DemoRepository, demoRepository, type Outcome } from './demo-repository.ts';
import { type Block, blocksOf, DOCUMENTS, readDocument } from './markdown.ts';
import { firstMissing, stepsOf } from './transcript.ts';

/** Blocks of `sampler` are run by the tests of the sampler; `text` and the languages of code are only shown. */
const LANGUAGES = ['console', 'yaml', 'json', 'sampler', 'text', 'c', 'sh', 'ts'];

for (const path of DOCUMENTS) {
  const blocks = blocksOf(readDocument(path));
  if (blocks.length === 0) continue;
  describe(path, () => {
    test('every code block names its language', () => {
      for (const { language, line } of blocks) {
        assert.ok(
          language === 'prepare' || LANGUAGES.includes(language),
          `line ${line}: ${language || 'none'}`,
        );
      }
    });
    for (const block of blocks) {
      if (block.language === 'yaml') test(`the YAML in line ${block.line} is valid`, () => checkYaml(block));
      if (block.language === 'json')
        test(`the JSON in line ${block.line} keeps its contract`, () => checkJson(block));
    }
    if (blocks.some(({ language }) => language === 'console')) {
      test('its commands do what it shows', () => runCommands(blocks));
    }
  });
}

/** In order, in one repository, as a reader would who follows the document. */
async function runCommands(blocks: readonly Block[]): Promise<void> {
  await using repository = await demoRepository();
  for (const block of blocks) {
    if (block.language === 'prepare') {
      const { exitCode, output } = await repository.shell(block.text);
      assert.equal(exitCode, 0, `line ${block.line}: ${block.text}\n${output}`);
    }
    if (block.language !== 'console') continue;
    for (const { command, shown, exits, line } of stepsOf(block)) {
      const { exitCode, output } = await patiently(repository, command, exits);
      assert.ok(
        exits.includes(exitCode ?? -1),
        `line ${line}: ${command} ended with ${exitCode}:\n${output}`,
      );
      const missing = firstMissing(shown, shown.some(isDoubt) ? output : withoutDoubts(output));
      assert.equal(missing, null, `line ${line}: ${command} did not print\n${missing}\nbut\n${output}`);
    }
  }
}

/** Warnings depend on the machine: a document that shows none has none taken into account. */
function withoutDoubts(output: string): string {
  return output.replaceAll(/^warning: .*\n(?: {3}hint: .*\n)?/gm, '');
}

function isDoubt(line: string): boolean {
  return line.startsWith('warning: ');
}

/** Longest time for one comparison, in seconds: enough for a change of 20 % while other tests use the machine. */
const PATIENCE_S = 60;

/**
 * A busy machine may leave undecided in two seconds what a quiet one decides in one. Where the document shows a
 * decision, more time is given; the decision itself must still be the one that is shown.
 */
async function patiently(
  repository: DemoRepository,
  command: string,
  exits: readonly number[],
): Promise<Outcome> {
  const first = await repository.shell(command);
  const undecided = first.exitCode === EXIT.inconclusive && !exits.includes(EXIT.inconclusive);
  return undecided && /^assay (compare|bisect)\b/.test(command)
    ? repository.shell(`${command} --time ${PATIENCE_S}`)
    : first;
}

/** Workflows only have to parse; everything else is a whole assay.yaml. */
function checkYaml({ text }: Block): void {
  const value: unknown = parse(text);
  assert.ok(value !== null && typeof value === 'object');
  if ('jobs' in value || 'script' in value || 'steps' in value) return;
  parseConfig(text, { path: '/project/assay.yaml', display: 'assay.yaml', repository: '/project' });
}

function checkJson({ text }: Block): void {
  const value = JSON.parse(text) as { schema?: unknown };
  const contract = CONTRACTS.find(({ id }) => id === value.schema);
  assert.ok(contract, `no contract ${String(value.schema)}`);
  contract.schema.parse(value);
}
