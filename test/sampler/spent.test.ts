import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startSampler } from '../../src/platform/sampler/sampler.ts';

/** Processor time of a process and of the children it waited for, in seconds: proc_pid_stat(5), fields 14 to 17. */
function treeSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

test('the sampler says what measuring costs the machine, itself and its rehearsals included', async () => {
  await using sampler = await startSampler();
  const before = treeSeconds(sampler.pid);
  let spentS = 0;
  let commandsS = 0;
  for (let i = 0; i < 200; i++) {
    const result = await sampler.execute({
      ...{ argv: ['/bin/true'], env: {}, cwd: '/', stdout: { kind: 'null' }, stderr: { kind: 'null' } },
    });
    spentS += result.spentUs / 1e6;
    commandsS += (result.userUs + result.systemUs) / 1e6;
  }
  const treeS = treeSeconds(sampler.pid) - before;
  // Each of the four counters is cut to whole ticks of 10 ms.
  assert.ok(Math.abs(spentS - treeS) < 0.05, `${spentS} s said, ${treeS} s used`);
  assert.ok(spentS > commandsS, `${spentS} s in all, ${commandsS} s of it in commands`);
});
