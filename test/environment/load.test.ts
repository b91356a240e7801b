import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DISTURBING_LOAD,
  loadOfEach,
  otherLoad,
  parseCpuTimes,
  readCpuTimes,
  SHORTEST_WINDOW_S,
  startLoadMeter,
} from '../../src/environment/load.ts';

describe('processor times', () => {
  test('add up the first line of /proc/stat, guest time once', () => {
    const stat = 'cpu  100 20 30 4000 500 6 7 80 90 10\ncpu0 1 2 3 4';
    assert.deepEqual(parseCpuTimes(stat), { totalS: 47.43, idleS: 45, stealS: 0.8 });
  });

  test('of old kernels have no steal, and of no kernel are nothing', () => {
    assert.deepEqual(parseCpuTimes('cpu  1 2 3 4'), { totalS: 0.1, idleS: 0.04, stealS: 0 });
    assert.equal(parseCpuTimes('intr 1 2 3'), null);
    assert.equal(parseCpuTimes(''), null);
    assert.equal(readCpuTimes('/no/such/file'), null);
  });

  test('never run backwards here', async () => {
    const before = readCpuTimes();
    await sleep(50);
    const after = readCpuTimes();
    assert.ok(before !== null && after !== null);
    assert.ok(after.totalS >= before.totalS && after.totalS > after.idleS);
  });
});

describe('the load of others', () => {
  const at = (totalS: number, idleS: number) => ({ totalS, idleS, stealS: 0 });

  test('is what the machine was busy with beyond the command, as a share of one processor', () => {
    assert.equal(otherLoad(at(100, 50), at(104, 51), 1, 2), 1);
    assert.equal(otherLoad(at(100, 50), at(104, 54), 0, 2), 0);
    assert.equal(otherLoad(at(100, 50), at(104, 53), 2, 2), 0);
  });

  test('is unknown without a reading and over too short a time', () => {
    assert.equal(otherLoad(null, at(1, 1), 0, 1), null);
    assert.equal(otherLoad(at(1, 1), null, 0, 1), null);
    assert.equal(otherLoad(at(1, 1), at(2, 1), 0, SHORTEST_WINDOW_S / 2), null);
    assert.equal(otherLoad(at(1, 1), at(2, 1), 0, Number.NaN), null);
  });

  test('sees another process that spins, and not one that is declared ours', async () => {
    // The difference of the two readings is the spinner's own time, whatever else runs meanwhile.
    const seen = startLoadMeter();
    const declared = startLoadMeter();
    const spinner = spawn('sh', ['-c', 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; times']);
    let output = '';
    spinner.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await once(spinner, 'close');
    const spentS = shellSeconds(output);
    await sleep(SHORTEST_WINDOW_S * 1000);
    declared.ours(spentS);
    const [others, rest] = [seen.read(), declared.read()];
    assert.ok(spentS > 0.05, `the spinner used ${spentS} s`);
    assert.ok(others !== null && rest !== null && others > rest, `${others} > ${rest}`);
  });

  test('holds for every execution since the reading before, and is unknown after the last', () => {
    assert.deepEqual(loadOfEach([null, null, 0.5, 0.1, null, 0.3, null]), [
      0.5,
      0.5,
      0.5,
      0.1,
      0.3,
      0.3,
      null,
    ]);
    assert.deepEqual(loadOfEach([]), []);
    assert.deepEqual(loadOfEach([null]), [null]);
  });

  test('disturbs from where a reading tells it from none: five counters of whole ticks', () => {
    assert.equal(DISTURBING_LOAD, (5 * 0.01) / SHORTEST_WINDOW_S);
  });

  test('is told again only after enough time', async () => {
    const meter = startLoadMeter();
    assert.equal(meter.read(), null);
    await sleep(SHORTEST_WINDOW_S * 1000 + 20);
    assert.ok(meter.read() !== null);
    assert.equal(meter.read(), null);
  });
});

/** User and system time of the shell itself: the first line of `times`, `0m0.12s 0m0.01s`. */
function shellSeconds(output: string): number {
  const times = [...output.split('\n')[0]!.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
