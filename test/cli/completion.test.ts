import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { completionScript } from './completion-script.ts';

/** What bash offers after these words, the last of which is being typed. */
async function completed(completion: string, words: readonly string[], cwd = '/'): Promise<string[]> {
  const driver = `
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMPREPLY=()
    _assay; printf '%s\\n' "\${COMPREPLY[@]}"`;
  await using folder = await temporaryFolder();
  await writeFile(folder.at('assay.bash'), completion);
  const args = ['--norc', '-c', driver, 'bash', folder.at('assay.bash'), ...words];
  return execFileSync('bash', args, { cwd, encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('shell completion', { concurrency: 2 }, () => {
  test('bash accepts its script', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('script'), await completionScript('bash'));
    execFileSync('bash', ['-n', folder.at('script')], { encoding: 'utf8' });
  });

  test('bash completes commands, subcommands and their options', async () => {
    const bash = await completionScript('bash');
    const after = (...words: string[]): Promise<string[]> => completed(bash, ['assay', ...words]);
    assert.deepEqual(
      (await after('')).filter((word) => !word.startsWith('-')).sort(),
      Object.keys(COMMANDS).sort(),
    );
    assert.ok((await after('comp')).includes('compare'));
    assert.ok((await after('comp')).every((word) => word.startsWith('comp')));
    assert.deepEqual(await after('run', '--resu'), ['--resume']);
    assert.deepEqual(await after('db', 'ba'), ['backup']);
    assert.deepEqual(await after('db', 'restore', '--rep'), ['--replace']);
    assert.deepEqual(await after('-C', 'somewhere', 'compare', '--pai'), ['--paired']);
    assert.deepEqual(await after('run', '--js'), ['--json']);
  });

  test('bash completes for real, at the prompt, after the Tab key', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('assay.bash'), await completionScript('bash'));
    // `complete -p` shows it is registered; compgen runs the registered function as readline would.
    const said = execFileSync(
      'bash',
      ['--norc', '-c', 'source "$1"; complete -p assay', 'bash', folder.at('assay.bash')],
      { encoding: 'utf8' },
    );
    assert.match(said, /-F _assay assay/);
    const typed = execFileSync(
      'script',
      ['--quiet', '--return', '--command', `bash --norc --noprofile -i`, '/dev/null'],
      {
        input: `source '${folder.at('assay.bash')}'\nassay() { echo "<$*>"; }\nassay compa\t HEAD\nexit\n`,
        encoding: 'utf8',
        env: { ...process.env, TERM: 'dumb', PS1: '$ ' },
      },
    );
    assert.match(typed, /<compare +HEAD>/);
  });
});
