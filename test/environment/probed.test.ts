import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapProbed, probe, valueIn } from '../../src/environment/probed.ts';

describe('a probe', () => {
  test('gives the value, or the reason in words', async () => {
    assert.deepEqual(await probe(() => 7), { value: 7 });
    assert.deepEqual(await probe(() => readFile('/no/such/file')), {
      unavailable: '/no/such/file does not exist here',
    });
    assert.deepEqual(await probe(() => readFile('/proc')), { unavailable: 'it cannot be read (EISDIR)' });
    assert.deepEqual(
      await probe(() => {
        throw new Error('not said');
      }),
      { unavailable: 'not said' },
    );
  });

  test('does not wait for what hangs', async () => {
    const startedMs = performance.now();
    assert.deepEqual(await probe(() => new Promise(() => {}), 30), { unavailable: 'no answer within 30 ms' });
    assert.ok(performance.now() - startedMs < 5000);
  });

  test('does not blame the machine when this process itself was held up', async () => {
    const answer = probe(() => sleep(20, 'in time'), 50);
    await sleep(1);
    const until = performance.now() + 200;
    while (performance.now() < until);
    assert.deepEqual(await answer, { value: 'in time' });
  });
});

test('a value is taken out or changed, and a reason is kept', () => {
  assert.equal(valueIn({ value: 3 }), 3);
  assert.equal(valueIn({ unavailable: 'why' }), null);
  assert.equal(valueIn(undefined), null);
  assert.deepEqual(
    mapProbed({ value: 3 }, (n) => n * 2),
    { value: 6 },
  );
  assert.deepEqual(
    mapProbed<number, number>({ unavailable: 'why' }, (n) => n * 2),
    { unavailable: 'why' },
  );
});
