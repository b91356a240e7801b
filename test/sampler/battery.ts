import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Driver, eventually, isRunning, shellLines } from './driver.ts';

export interface BatteryOptions {
  /**
   * Under valgrind a vfork is a fork: an exec that fails is not seen by its parent, and the child starts as
   * large as valgrind.
   */
  readonly vforkEmulated?: boolean;
}

/** The behaviour every build of the sampler owes, one process serving all runs. */
export function battery(title: string, argv: () => readonly string[], options: BatteryOptions = {}): void {
  describe(title, () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-sampler-test-'));
    const inFolder = (name: string): string => join(folder, name);
    const pids = (name: string): number[] =>
      readFileSync(inFolder(name), 'utf8').trim().split('\n').map(Number);
    const hasPids = (name: string, count: number): boolean =>
      existsSync(inFolder(name)) && readFileSync(inFolder(name), 'utf8').split('\n').length > count;
    let running: Driver | undefined;
    const sampler = (): Driver => {
      running ??= new Driver(argv());
      return running;
    };
    after(async () => {
      rmSync(folder, { recursive: true, force: true });
      assert.equal(await running?.end(), 0, 'the sampler leaves in peace at the end of its input');
    });

    test('an exit code is told as it is', async () => {
      for (const code of [0, 1, 42, 127, 255]) {
        const { status, code: told, signal, error } = await sampler().shell(`exit ${code}`);
        assert.deepEqual(
          { status, told, signal, error },
          { status: 'exited', told: String(code), signal: '-', error: '' },
        );
      }
    });

    test('death by a signal is not an exit code', async () => {
      for (const number of ['9', '11', '15']) {
        const { status, code, signal } = await sampler().shell(`kill -${number} $$`);
        assert.deepEqual({ status, code, signal }, { status: 'signaled', code: '-', signal: number });
      }
    });

    test('wall time is that of the command, in nanoseconds', async () => {
      const { wall_ns } = await sampler().run('arg /bin/sleep', 'arg 0.1');
      assert.ok(Number(wall_ns) >= 100e6 && Number(wall_ns) < 2000e6, wall_ns);
    });

    test('processor time is that of this command and not of an earlier one', async () => {
      const burnt = await sampler().shell('i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done');
      const idle = await sampler().run('arg /bin/true');
      assert.ok(Number(burnt.user_us) > 20_000, burnt.user_us);
      assert.ok(Number(idle.user_us) + Number(idle.system_us) < Number(burnt.user_us) / 2);
    });

    test('a timeout is SIGTERM, told apart from a death by signal', async () => {
      const { status, signal, wall_ns } = await sampler().run('arg /bin/sleep', 'arg 60', 'timeout 100');
      assert.deepEqual({ status, signal }, { status: 'timeout', signal: '15' });
      assert.ok(Number(wall_ns) >= 100e6 && Number(wall_ns) < 5000e6, wall_ns);
    });

    test('a command that ignores SIGTERM is killed after the grace', async () => {
      const { status, signal, wall_ns } = await sampler().shell(
        'trap "" TERM; while :; do sleep 1; done',
        'timeout 100',
        'grace 150',
      );
      assert.deepEqual({ status, signal }, { status: 'timeout', signal: '9' });
      assert.ok(Number(wall_ns) >= 250e6 && Number(wall_ns) < 5000e6, wall_ns);
    });

    test('a command that ends well on SIGTERM still timed out', async () => {
      const { status, code } = await sampler().shell('trap "exit 3" TERM; sleep 60 & wait', 'timeout 100');
      assert.deepEqual({ status, code }, { status: 'timeout', code: '3' });
    });

    test('a stopped command can be ended too', async () => {
      const { status } = await sampler().shell('kill -STOP $$', 'timeout 100');
      assert.equal(status, 'timeout');
    });

    test('a timeout ends the whole process group', async () => {
      const file = inFolder('group');
      const script = `sleep 60 & echo $! >${file}; (sleep 61 & echo $! >>${file}; wait) & echo $! >>${file}; wait`;
      const { status } = await sampler().shell(script, 'timeout 300');
      assert.equal(status, 'timeout');
      assert.equal(pids('group').length, 3);
      for (const pid of pids('group')) assert.equal(isRunning(pid), false);
    });

    test('kill cancels, and a second one does not wait for the grace', async () => {
      sampler().write(
        [
          ...shellLines(`trap "" TERM; echo >${inFolder('trapped')}; while :; do sleep 1; done`),
          'grace 60000',
          'run it',
          '',
        ].join('\n'),
      );
      await eventually(() => existsSync(inFolder('trapped')));
      sampler().write('kill\nkill\n');
      const line = await sampler().line();
      assert.match(line, /^result it status=cancelled code=- signal=9 /);
      sampler().write('kill\n'); // nothing runs: no answer
      assert.equal((await sampler().run('arg /bin/true')).status, 'exited');
    });

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

    test('a flood on a pipe is counted and blocks nobody', async () => {
      const result = await sampler().shell(
        'head -c 3000000 /dev/zero; head -c 500000 /dev/zero >&2',
        'stdout pipe',
        'stderr pipe',
      );
      assert.deepEqual([result.status, result.out_bytes], ['exited', '3500000']);
      const joined = await sampler().shell('printf 12345; printf 678 >&2', 'stdout pipe', 'stderr stdout');
      assert.equal(joined.out_bytes, '8');
    });

    test('an endless flood ends at its timeout', async () => {
      const result = await sampler().shell('cat /dev/zero', 'stdout pipe', 'timeout 100');
      assert.equal(result.status, 'timeout');
      assert.ok(Number(result.out_bytes) > 0);
    });

    test('what a command leaves behind is ended before the answer, and counted', async () => {
      const file = inFolder('left');
      const script =
        `sleep 60 & echo $! >${file}; ` +
        `setsid sh -c 'echo $$ >>${file}; sleep 60' & ` +
        `(setsid sh -c 'sleep 60 & echo $! >>${file}; exec sleep 60' &) & ` +
        `while [ "$(wc -l <${file})" -lt 3 ]; do sleep 0.01; done`;
      const { status, left } = await sampler().shell(script);
      assert.equal(status, 'exited');
      // The three of the list, the shell's own `sleep` and the exec'd one.
      assert.equal(left, '5');
      for (const pid of pids('left')) assert.equal(isRunning(pid), false);
      assert.equal((await sampler().run('arg /bin/true')).left, '0');
    });

    test('a process left behind does not hold the answer by keeping the pipe open', async () => {
      const { left, out_bytes, wall_ns } = await sampler().shell('echo text; sleep 60 &', 'stdout pipe');
      assert.deepEqual([left, out_bytes], ['1', '5']);
      assert.ok(Number(wall_ns) < 10e9);
    });

    test('one that ended by itself, unwaited, is not counted as left', async () => {
      const { left } = await sampler().shell('(exit 3) & sleep 0.1; kill -9 $$');
      assert.equal(left, '0');
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

    test('a thousand runs leak no descriptor', async () => {
      const open = (): number => readdirSync(`/proc/${sampler().pid}/fd`).length;
      const lines = ['arg /bin/true', 'stdout pipe', 'stderr pipe'];
      await sampler().run(...lines);
      const before = open();
      for (let i = 0; i < (options.vforkEmulated ? 50 : 1000); i++) await sampler().run(...lines);
      await sampler().run('arg /no/such/program');
      assert.equal(open(), before);
    });

    if (!options.vforkEmulated) {
      test('peak memory is the command’s own, whatever ran before it', async () => {
        const large = await sampler().run('arg /usr/bin/perl', 'arg -e', 'arg $x = "a" x 200_000_000');
        const small = await sampler().run('arg /bin/true');
        assert.equal(large.status, 'exited');
        assert.ok(Number(large.peak_kib) * 1024 >= 200e6, large.peak_kib);
        assert.ok(Number(small.peak_kib) * 1024 < 16e6, small.peak_kib);
      });
    }

    test('the end of the input ends the command and all that it started', async () => {
      const other = new Driver(argv());
      const file = inFolder('abandoned');
      other.write(
        [
          ...shellLines(
            `trap "" TERM; echo $$ >${file}; setsid sleep 60 & echo $! >>${file}; while :; do sleep 1; done`,
          ),
          'run it',
          '',
        ].join('\n'),
      );
      await eventually(() => hasPids('abandoned', 2));
      assert.equal(await other.end(), 0);
      for (const pid of pids('abandoned')) assert.equal(isRunning(pid), false);
    });

    test('a signal to the sampler ends the command too', async () => {
      for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
        const other = new Driver(argv());
        const file = inFolder(name);
        other.write([...shellLines(`echo $$ >${file}; sleep 60`), 'run it', ''].join('\n'));
        await eventually(() => hasPids(name, 1));
        assert.equal(await other.signal(name), 0);
        assert.equal(isRunning(pids(name)[0]!), false);
      }
    });

    test('a program that may not be read can be run', async () => {
      writeFileSync(inFolder('copy'), readFileSync('/bin/true'), { mode: 0o755 });
      chmodSync(inFolder('copy'), 0o111);
      assert.equal((await sampler().run(`arg ${inFolder('copy')}`)).code, '0');
    });
  });
}
