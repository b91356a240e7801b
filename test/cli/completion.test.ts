import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runAssay } from '../kit/cli.ts';
import { temporaryFolder } from '../kit/folder.ts';

async function script(shell: string): Promise<string> {
  const said = await runAssay(['completion', shell], { cwd: '/' });
  assert.equal(said.exitCode, 0, said.stderr);
  return said.stdout;
}

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
  for (const shell of ['bash', 'zsh', 'fish']) {
    test(`${shell} accepts its script`, async () => {
      await using folder = await temporaryFolder();
      await writeFile(folder.at('script'), await script(shell));
      execFileSync(shell, ['-n', folder.at('script')], { encoding: 'utf8' });
    });
  }

  test('bash completes commands, subcommands and their options', async () => {
    const bash = await script('bash');
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
    await writeFile(folder.at('assay.bash'), await script('bash'));
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

  test('zsh offers commands with what they do', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at('_assay'), await script('zsh'));
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
    await writeFile(folder.at('assay.fish'), await script('fish'));
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
