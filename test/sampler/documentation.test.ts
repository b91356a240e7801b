import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ensureSampler } from '../../src/platform/sampler/binary.ts';
import { Driver } from './driver.ts';

const PAGE = readFileSync(new URL('../../docs/sampler-protocol.md', import.meta.url), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/^```sampler\n(.*?)^```$/gms)].map((match) => match[1]!);

/** `*` stands for one value. */
function pattern(line: string): RegExp {
  const escaped = line.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[^ ]*')}$`);
}

describe('docs/sampler-protocol.md', () => {
  test('it has examples', () => assert.ok(EXAMPLES.length >= 5));

  for (const [number, example] of EXAMPLES.entries()) {
    test(`example ${number + 1} answers as it says`, async () => {
      const sampler = new Driver([await ensureSampler()]);
      for (const line of example.trimEnd().split('\n')) {
        if (line.startsWith('> ')) sampler.write(`${line.slice(2)}\n`);
        else if (line.startsWith('< ')) assert.match(await sampler.line(), pattern(line.slice(2)));
        else assert.fail(`neither sent nor answered: ${line}`);
      }
      assert.equal(await sampler.end(), 0);
    });
  }

  test('it names every verb and field there is', async () => {
    const sampler = new Driver([await ensureSampler()]);
    const result = await sampler.run('arg /bin/true');
    await sampler.end();
    for (const field of Object.keys(result)) assert.ok(PAGE.includes(`\`${field}\``), field);
    const source = readFileSync(new URL('../../sampler/request.c', import.meta.url), 'utf8');
    const verbs = [...source.matchAll(/strcmp\(verb, "(\w+)"\)/g)].map((match) => match[1]!);
    assert.ok(verbs.length >= 12);
    for (const verb of verbs) assert.match(PAGE, new RegExp(`^\\| \`${verb}[ \`]`, 'm'));
  });
});
