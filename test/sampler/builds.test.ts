import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ensureSampler } from '../../src/platform/sampler/binary.ts';
import { COMPILE_FLAGS } from '../../src/platform/sampler/compile.ts';
import { battery } from './battery.ts';
import { buildSampler, Driver, SAMPLER_SOURCES } from './driver.ts';
import { malformedInput } from './malformed.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-sampler-builds-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const sanitized = buildSampler(join(folder, 'sanitized'), [
  ...['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
]);
battery('the sampler with sanitizers', () => [sanitized]);
malformedInput('the sampler with sanitizers', () => [sanitized], 50);

// Where the kernel was built without CONFIG_PROC_CHILDREN.
const searching = buildSampler(join(folder, 'searching'), ['-O2', '-DCHILDREN_FILE="/nonexistent/%d"']);
battery('the sampler without a list of children', () => [searching]);

describe('builds of the sampler', () => {
  test('counters count the command and its descendants, not the sampler or the spawn', async () => {
    // Software events go the way of hardware ones: page faults for instructions, task clock (ns) for cycles.
    const counting = buildSampler(join(folder, 'counting'), [
      ...['-O2', '-DCOUNTER_TYPE=PERF_TYPE_SOFTWARE', '-DCOUNTER_INSTRUCTIONS=PERF_COUNT_SW_PAGE_FAULTS'],
      '-DCOUNTER_CYCLES=PERF_COUNT_SW_TASK_CLOCK',
    ]);
    const sampler = new Driver([counting]);
    sampler.write('hello\n');
    assert.match(await sampler.line(), / counters=(all|user) errno=0 error=$/);
    const loop = 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done';
    for (const script of [loop, `sh -c '${loop}'; true`]) {
      const { user_us, system_us, cycles, minor_faults, instructions } = await sampler.shell(script);
      const busyNs = (Number(user_us) + Number(system_us)) * 1000;
      assert.ok(Math.abs(Number(cycles) / busyNs - 1) < 0.3, `${cycles} ns against ${busyNs} ns`);
      // The kernel's account includes the faults of exec itself, before the counter is enabled.
      const faults = Number(minor_faults);
      assert.ok(
        Number(instructions) > faults * 0.5 && Number(instructions) <= faults,
        `${instructions} of ${faults}`,
      );
    }
    assert.equal(await sampler.end(), 0);
  });

  test('the least peak memory that can be seen is below 2 MiB', async () => {
    const source = join(folder, 'least.c');
    writeFileSync(source, 'int main(void) { return 0; }');
    execFileSync('cc', ['-static', '-o', join(folder, 'least'), source]);
    const sampler = new Driver([await ensureSampler()]);
    await sampler.shell('head -c 1000000 /dev/zero', 'stdout pipe');
    const { status, peak_kib } = await sampler.run(`arg ${join(folder, 'least')}`);
    assert.equal(status, 'exited');
    assert.ok(Number(peak_kib) > 0 && Number(peak_kib) < 2048, `${peak_kib} KiB`);
    assert.equal(await sampler.end(), 0);
  });

  test('the Makefile compiles with the flags that Assay compiles with', () => {
    const dryRun = execFileSync('make', ['-n', '-B', '-C', SAMPLER_SOURCES, 'sampler'], { encoding: 'utf8' });
    for (const flag of COMPILE_FLAGS) assert.ok(dryRun.includes(` ${flag} `), flag);
  });
});
