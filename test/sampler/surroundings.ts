import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { BatteryContext } from './battery.ts';

/** What a command is given: its program, environment, folder, files and descriptors. */
export function surroundings(context: BatteryContext): void {
  const { sampler, folder, inFolder, options } = context;

  test('what cannot be started says what and why, each in its own words', async () => {
    writeFileSync(inFolder('plain'), 'text');
    writeFileSync(inFolder('orphan-script'), '#!/no/such/interpreter\n', { mode: 0o755 });
    writeFileSync(inFolder('no-format'), 'text', { mode: 0o755 });
    const cases: [lines: string[], errno: number, words: RegExp][] = [
      [['arg no-such-program', 'env PATH=/bin'], 2, /^program%20no-such-program:/],
      [['arg plain', `env PATH=${folder}`], 13, /^program%20plain:/],
      [['arg /bin/true', `cwd ${folder}/missing`], 2, /^working%20directory%20.*missing:/],
      [['arg /bin/true', `cwd ${folder}/plain`], 20, /^working%20directory%20/],
      [['arg /bin/true', 'stdin missing', `cwd ${folder}`], 2, /^stdin%20missing:/],
      [['arg /bin/true', `stdout file ${folder}`], 21, /^stdout%20/],
      [['arg /bin/true', `stderr append ${folder}/missing/x`], 2, /^stderr%20/],
    ];
    if (!options.vforkEmulated) {
      cases.push(
        [[`arg ${folder}/no-such-program`], 2, /^program%20/],
        [[`arg ${folder}/plain`], 13, /^program%20/],
        [[`arg ${folder}`], 13, /^program%20/],
        [[`arg ${folder}/orphan-script`], 2, /^the%20interpreter%20or%20loader%20of%20.*orphan-script:/],
        [[`arg ${folder}/no-format`], 8, /^program%20.*no-format:/],
        [['arg /bin/true', `arg ${'x'.repeat(131072)}`], 7, /^program%20/],
      );
    }
    for (const [lines, errno, words] of cases) {
      const result = await sampler().run(...lines);
      assert.equal(result.status, 'spawn-failed', lines[0]);
      assert.equal(result.errno, String(errno), lines.join(' ').slice(0, 200));
      assert.match(result.error!, words);
      assert.equal(result.wall_ns, '0');
    }
  });

  test('the environment is exactly what is given', async () => {
    const file = inFolder('environment');
    const odd = 'caf%e9 50%25 tab%09 line%0Aend=x';
    await sampler().run(
      'arg env',
      'arg -0',
      'env PATH=/usr/bin:/bin',
      `env ODD=${odd}`,
      'env EMPTY=',
      `stdout file ${file}`,
    );
    assert.equal(
      readFileSync(file, 'latin1'),
      'PATH=/usr/bin:/bin\0ODD=caf\xe9 50% tab\t line\nend=x\0EMPTY=\0',
    );
  });

  test('arguments arrive as they are, empty ones and raw bytes too', async () => {
    const file = inFolder('arguments');
    await sampler().run(
      'arg printf',
      'arg [%25s]',
      'arg ',
      'arg  two  spaces ',
      'arg \xff\xfe',
      'arg %0a',
      'env PATH=/usr/bin:/bin',
      `stdout file ${file}`,
    );
    assert.equal(readFileSync(file, 'latin1'), '[][ two  spaces ][\xff\xfe][\n]');
  });

  test('paths are taken from the working directory, and PATH from the environment given', async () => {
    mkdirSync(inFolder('a folder é'));
    writeFileSync(inFolder('a folder é/input'), 'from the file\n');
    writeFileSync(inFolder('a folder é/tool'), '#!/bin/sh\npwd; cat', { mode: 0o755 });
    const cwd = Buffer.from(inFolder('a folder é')).toString('latin1');
    const lines = [`cwd ${cwd}`, 'stdin input', 'stdout file output', 'env PATH=:/usr/bin:/bin'];
    const result = await sampler().run('arg tool', ...lines);
    assert.equal(result.status, 'exited');
    assert.equal(
      readFileSync(inFolder('a folder é/output'), 'utf8'),
      `${inFolder('a folder é')}\nfrom the file\n`,
    );
  });

  test('files are truncated or appended to, and the two outputs can be joined', async () => {
    const file = inFolder('log');
    await sampler().shell('echo first; echo second >&2', `stdout file ${file}`, 'stderr stdout');
    assert.equal(readFileSync(file, 'utf8'), 'first\nsecond\n');
    await sampler().shell('echo third', `stdout append ${file}`);
    assert.equal(readFileSync(file, 'utf8'), 'first\nsecond\nthird\n');
    await sampler().shell('echo fourth >&2', `stderr file ${file}`);
    assert.equal(readFileSync(file, 'utf8'), 'fourth\n');
  });

  test('without a request for them, input is empty and output goes nowhere', async () => {
    const { code, out_bytes } = await sampler().shell(
      'cat && readlink /proc/self/fd/1 | grep -q pipe && [ $(readlink /proc/$$/fd/1) = /dev/null ]',
    );
    assert.deepEqual([code, out_bytes], ['0', '0']);
  });

  test('a FIFO without its other end hangs nobody', async () => {
    await sampler().run('arg mkfifo', `arg ${inFolder('fifo')}`, 'env PATH=/usr/bin:/bin');
    assert.equal((await sampler().run('arg /bin/cat', `stdin ${inFolder('fifo')}`)).code, '0');
    assert.equal(
      (await sampler().run('arg /bin/true', `stdout file ${inFolder('fifo')}`)).status,
      'spawn-failed',
    );
  });

  test('a command starts with no signal blocked or ignored, no stray descriptor, in a group of its own', async () => {
    const file = inFolder('state');
    const script =
      'grep -E "^Sig(Blk|Ign):" /proc/self/status; ls /proc/$$/fd; [ $(cut -d" " -f5 /proc/$$/stat) = $$ ] && echo leader';
    await sampler().shell(script, `stdout file ${file}`);
    const [blocked, ignored, ...rest] = readFileSync(file, 'utf8')
      .replace(/^\d{2,}\n/m, '')
      .split('\n');
    assert.equal(blocked, `SigBlk:\t${'0'.repeat(16)}`);
    // glibc's posix_spawn leaves the two signals that it keeps for itself, 32 and 33, ignored.
    assert.equal(BigInt(`0x${ignored!.slice(-16)}`) & ~0x180000000n, 0n);
    assert.deepEqual(rest, ['0', '1', '2', 'leader', '']);
  });

  test('a program that may not be read can be run', async () => {
    writeFileSync(inFolder('copy'), readFileSync('/bin/true'), { mode: 0o755 });
    chmodSync(inFolder('copy'), 0o111);
    assert.equal((await sampler().run(`arg ${inFolder('copy')}`)).code, '0');
  });
}
