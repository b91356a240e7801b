import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { BatteryContext } from './battery.ts';
import { Driver, eventually, isRunning, shellLines } from './driver.ts';

/** How a command may end, and what must be gone when it has. */
export function endings(context: BatteryContext): void {
  const { sampler, argv, inFolder, pids, hasPids } = context;

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
}
