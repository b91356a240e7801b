import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Driver } from './driver.ts';

/** What no input may do to any build of the sampler: crash it, hang it, or run half a request. */
export function malformedInput(title: string, argv: () => readonly string[], numRuns = 200): void {
  describe(`${title}, malformed input`, () => {
    let running: Driver | undefined;
    const sampler = (): Driver => {
      running ??= new Driver(argv());
      return running;
    };
    after(async () => assert.equal(await running?.end(), 0));

    test('each malformed line is one error, and nothing of its request runs', async () => {
      const lines = [
        'bogus value',
        'bogus',
        '',
        ' ',
        'arg',
        'arg %',
        'arg %4',
        'arg %zz',
        'arg %00',
        'arg a\tb',
        'arg a\rb',
        'arg a\0b',
        'env NAME',
        'env =x',
        'cwd relative',
        'cwd ',
        'stdin ',
        'stdout',
        'stdout elsewhere',
        'stdout file ',
        'stdout file',
        'stdout stdout',
        'stderr nowhere',
        'timeout',
        'timeout x',
        'timeout -1',
        'timeout 1.5',
        'timeout 99999999999999999999',
        'grace ',
        'kill now',
        'hello you',
        'RUN 1',
      ];
      for (const line of lines) {
        sampler().write(`arg /bin/true\n${line}\narg more\ntimeout x\nrun it\nhello\n`);
        assert.match(await sampler().line(), /^error \d+ \S/, JSON.stringify(line));
        assert.match(await sampler().line(), /^hello /, JSON.stringify(line));
      }
    });

    test('a malformed run or reset drops its own request only', async () => {
      for (const line of ['reset all', 'run', 'run ', 'run a b', 'run %', `run ${'x'.repeat(41)}`, 'run é']) {
        sampler().write(`arg /bin/false\n${line}\n`);
        assert.match(await sampler().line(), /^error \d+ /, line);
        assert.equal((await sampler().run('arg /bin/true')).code, '0', line);
      }
      sampler().write('run it\n');
      assert.match(await sampler().line(), /^error \d+ nothing to run$/);
      sampler().write('arg \nrun it\n');
      assert.match(await sampler().line(), /^error \d+ the program's name is empty$/);
    });

    test('the error names the line', async () => {
      const other = new Driver(argv());
      other.write('arg /bin/true\nreset\nbogus\n');
      assert.match(await other.line(), /^error 3 /);
      assert.equal(await other.end(), 0);
    });

    test('a line that is too long is an error, however it is cut, and the next request works', async () => {
      for (const length of [393_280, 400_000, 1_000_000, 3_000_000]) {
        sampler().write(`arg ${'x'.repeat(length)}\nrun it\n`);
        assert.match(await sampler().line(), /^error \d+ the line is too long$/);
        assert.equal((await sampler().run('arg /bin/true')).code, '0');
      }
    });

    test('a request that is too large is an error, and the next one works', async () => {
      const value = 'x'.repeat(100_000);
      sampler().write(`arg /bin/true\n${`env A=${value}\n`.repeat(70)}run it\n`);
      assert.match(await sampler().line(), /^error \d+ the request is too large$/);
      assert.equal((await sampler().run('arg /bin/true')).code, '0');
    });

    test('a line during a run is an error that costs its own request only', async () => {
      sampler().write('arg /bin/sleep\narg 0.2\nrun it\narg /bin/false\nrun other\nhello\n');
      assert.match(await sampler().line(), /^error \d+ a command is running$/);
      assert.match(await sampler().line(), /^error \d+ a command is running$/); // hello belongs to no request
      assert.match(await sampler().line(), /^result it status=exited code=0 /);
      assert.equal((await sampler().run('arg /bin/true')).code, '0');
    });

    test('the end of the input in the middle of a line or a request is an ordinary end', async () => {
      for (const text of ['', 'arg /bin/tr', 'arg /bin/true\n', 'x'.repeat(500_000)]) {
        const other = new Driver(argv());
        other.write(text);
        assert.equal(await other.end(), 0);
      }
    });

    test('after any input at all a reset makes it whole', async () => {
      const verb = fc.constantFrom(
        'arg',
        'env',
        'cwd',
        'stdin',
        'stdout',
        'stderr',
        'timeout',
        'grace',
        'reset',
        'hello',
        'kill',
        '%',
        '',
      );
      const value = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '/',
          '/tmp',
          'A=b',
          'null',
          'pipe',
          'stdout',
          'file /dev/null',
          '10',
          '0',
          '%2',
          '%41',
          '9'.repeat(30),
        ),
      );
      const line = fc.oneof(
        fc.tuple(verb, value).map((parts) => parts.join(' ')),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constant('run it'),
      );
      // Nothing but /bin/true can be what runs: the fuzz never gets to choose a first argument.
      const safe = fc
        .array(line, { maxLength: 30 })
        .map((lines) =>
          lines
            .map((text) => (/(^|\n)arg /.test(text) || /\nrun/.test(text) ? 'arg /bin/true' : text))
            .join('\n'),
        );
      await fc.assert(
        fc.asyncProperty(safe, async (text) => {
          sampler().write(`${Buffer.from(text).toString('latin1')}\n`);
          await settle(sampler());
          assert.equal((await sampler().run('arg /bin/true')).code, '0');
        }),
        { numRuns },
      );
    });
  });
}

/** A command of the fuzz may still run, and then a probe is refused: probes until one is answered. */
async function settle(sampler: Driver): Promise<void> {
  for (let probe = 1; ; probe++) {
    const first = sampler.linesWritten + 1;
    sampler.write(`reset\narg /bin/true\nrun probe-${probe}\n`);
    for (;;) {
      const line = await sampler.line();
      assert.match(line, /^(error \d+ \S|result \S+ status=\S|hello version=1 )/);
      if (line.startsWith(`result probe-${probe} `)) return;
      if (line.startsWith('error ') && Number(line.split(' ')[1]) >= first) break;
    }
    await sleep(5);
  }
}
