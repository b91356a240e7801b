import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { AssayError } from '../../../src/core/error.ts';
import { heldNames } from '../../../src/platform/turn/abstract-socket.ts';
import { type Ahead, aheadText, parseMeasurer, takeTurn } from '../../../src/platform/turn/turn.ts';
import { eventually } from '../../kit/processes.ts';

const MEASURER = fileURLToPath(new URL('./measurer.ts', import.meta.url));

/** A queue with a log of what its processes did; what still runs is killed at the end. */
function freshQueue() {
  const queue = randomUUID();
  const log = join(tmpdir(), `assay-turns-${queue}`);
  writeFileSync(log, '');
  const children: ChildProcess[] = [];
  return {
    queue,
    lines: () => readFileSync(log, 'utf8').split('\n').slice(0, -1),
    says: (line: RegExp) => eventually(() => line.test(readFileSync(log, 'utf8'))),
    start(name: string, turns: number, ms: number): ChildProcess {
      const child = spawn(process.execPath, [MEASURER, queue, name, log, String(turns), String(ms)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      children.push(child);
      return child;
    },
    ended: () =>
      Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit'))),
    [Symbol.dispose]() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(log);
    },
  };
}

const turnOf = (queue: string, more: Partial<Parameters<typeof takeTurn>[0]> = {}) =>
  takeTurn({
    ...{ queue, command: 'run', project: '/p', wait: true, signal: new AbortController().signal },
    onWait: () => {},
    ...more,
  });

describe('turns on a machine', { concurrency: 2 }, () => {
  test('never overlap, however many ask at once', async () => {
    using queue = freshQueue();
    for (let i = 0; i < 6; i++) queue.start(`p${i}`, 5, 2);
    await queue.ended();
    const turns = queue.lines().filter((line) => !line.includes('waits'));
    assert.equal(turns.length, 60);
    for (let i = 0; i < turns.length; i += 2) {
      const name = turns[i]!.split(' ')[0];
      assert.deepEqual(turns.slice(i, i + 2), [`${name} begins`, `${name} ends`]);
    }
  });

  test('come in the order of asking, and each learns who is first and how many are before it', async () => {
    using queue = freshQueue();
    const first = queue.start('first', 1, 60_000);
    await queue.says(/first begins/);
    for (const [i, name] of ['second', 'third', 'fourth'].entries()) {
      queue.start(name, 1, 100);
      assert.ok(await queue.says(new RegExp(`${name} waits ${i + 1} first ${first.pid}`)), name);
    }
    first.kill('SIGKILL');
    await queue.ended();
    assert.deepEqual(
      queue.lines().filter((line) => /begins/.test(line)),
      ['first begins', 'second begins', 'third begins', 'fourth begins'],
    );
    assert.ok(
      queue.lines().some((line) => /^fourth waits 2 second/.test(line)),
      'the position moves up',
    );
  });

  test('are not held up by one who is killed while it waits', async () => {
    using queue = freshQueue();
    const first = queue.start('first', 1, 60_000);
    await queue.says(/first begins/);
    const second = queue.start('second', 1, 0);
    await queue.says(/second waits/);
    queue.start('third', 1, 0);
    await queue.says(/third waits/);
    second.kill('SIGKILL');
    await once(second, 'exit');
    first.kill('SIGKILL');
    await queue.ended();
    assert.ok(queue.lines().includes('third ends'));
    assert.ok(!queue.lines().includes('second begins'));
    assert.deepEqual(heldNames(`assay/${queue.queue}`), []);
  });

  test('can be had again and again by one process, and in another queue at the same time', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    using _other = await turnOf(other);
    for (let i = 0; i < 20; i++) {
      using _turn = await turnOf(one);
      assert.equal(heldNames(`assay/${one}/`).length, 2);
    }
    assert.deepEqual(heldNames(`assay/${one}/`), []);
  });

  test('are given up by who is interrupted while waiting', async () => {
    const queue = randomUUID();
    using _turn = await turnOf(queue);
    const abort = new AbortController();
    const waiting = turnOf(queue, { signal: abort.signal, onWait: () => abort.abort() });
    await assert.rejects(waiting, (error) => error instanceof AssayError && error.code === 'interrupted');
    assert.equal(heldNames(`assay/${queue}/place/`).length, 1);
  });

  test('are refused at once, with who has it, where waiting is not wanted', async () => {
    const queue = randomUUID();
    using _turn = await turnOf(queue, { command: 'compare', project: '/home/x/y' });
    await assert.rejects(turnOf(queue, { wait: false }), (error) => {
      assert.ok(error instanceof AssayError && error.code === 'infrastructure');
      assert.match(
        error.message,
        /^the machine is taken: 1 run ahead: assay compare of \/home\/x\/y since \d\d:\d\d \(pid \d+\)$/,
      );
      return true;
    });
    assert.equal(heldNames(`assay/${queue}/place/`).length, 1);
  });

  test('are waited for also where a stranger has the name and says nothing or nonsense', async () => {
    for (const said of ['', 'nonsense\n', 'x'.repeat(10_000)]) {
      const queue = randomUUID();
      const stranger = createServer((visitor) => visitor.on('error', () => {}).write(said));
      stranger.listen({ path: `\0assay/${queue}/held` });
      await once(stranger, 'listening');
      const seen: Ahead[] = [];
      const onWait = (ahead: Ahead): void => {
        seen.push(ahead);
        stranger.close();
        stranger.emit('leave');
      };
      stranger.on('connection', (visitor) => stranger.once('leave', () => visitor.destroy()));
      using _turn = await turnOf(queue, { onWait });
      assert.deepEqual(seen, [{ count: 1, first: null }]);
    }
  });
});

describe('what a process says of itself', () => {
  test('is read back as it was said', () => {
    const measurer = { command: 'run', project: '/a b/é', pid: 12, since: '2026-11-21T01:00:00.000Z' };
    assert.deepEqual(parseMeasurer(JSON.stringify(measurer)), measurer);
  });

  test('is nothing, or has no control characters, whatever a stranger says', () => {
    const text = fc.string({ unit: 'binary' });
    const odd = fc.record({ command: text, project: text, pid: fc.anything(), since: fc.anything() });
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.json(),
          odd.map((value) => JSON.stringify(value) ?? ''),
        ),
        (said) => {
          const measurer = parseMeasurer(said);
          if (measurer === null) return;
          assert.doesNotMatch(aheadText({ count: 1, first: measurer }), /[\p{Cc}\p{Cf}]/u);
        },
      ),
    );
    const erasing = { command: '\x1b[2J', project: '/', pid: 1, since: '2026-11-21' };
    assert.equal(parseMeasurer(JSON.stringify(erasing))?.command, '�[2J');
  });

  test('names the day where it is not today', () => {
    const first = { command: 'run', project: '/p', pid: 1, since: '2026-11-20T12:00:00Z' };
    assert.match(
      aheadText({ count: 2, first }, new Date('2026-11-22T12:00:00Z')),
      /^2 runs ahead, the first is assay run of \/p since \w+ Nov 20 2026 \d\d:\d\d \(pid 1\)$/,
    );
    assert.doesNotMatch(aheadText({ count: 2, first }, new Date('2026-11-20T12:05:00Z')), /Nov/);
    assert.equal(aheadText({ count: 1, first: null }), '1 run ahead, the first does not say what it is');
  });
});
