import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../kit/folder.ts';
import { completionScript } from './completion-script.ts';

describe('completion in other shells', { concurrency: 2 }, () => {
  for (const shell of ['zsh', 'fish']) {
    test(`${shell} accepts its script`, async () => {
      await using folder = await temporaryFolder();
      await writeFile(folder.at('script'), await completionScript(shell));
      execFileSync(shell, ['-n', folder.at('script')], { encoding: 'utf8' });
    });
  }

  test('zsh offers commands with what they do', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('_assay'), await completionScript('zsh'));
    const driver = `
      compdef() { }
      _describe() { print -rl -- "\${items[@]}" }
      words=(assay db ''); CURRENT=3
      source ${JSON.stringify(folder.at('_assay'))} 2>/dev/null`;
    const offered = execFileSync('zsh', ['-f', '-c', driver], { encoding: 'utf8' });
    assert.match(offered, /^backup:copy the database/m);
  });

  test('fish completes commands and the options of a subcommand', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('assay.fish'), await completionScript('fish'));
    const complete = (line: string): string[] =>
      execFileSync(
        'fish',
        ['--no-config', '-c', `source '${folder.at('assay.fish')}'; complete --do-complete '${line}'`],
        {
          encoding: 'utf8',
          env: { ...process.env, HOME: folder.path },
        },
      )
        .split('\n')
        .map((each) => each.split('\t')[0]!)
        .filter(Boolean);
    assert.deepEqual(complete('assay compar'), ['compare']);
    assert.deepEqual(complete('assay db back'), ['backup']);
    assert.ok(complete('assay run --res').includes('--resume'));
  });
});
