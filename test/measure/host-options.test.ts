import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createProject } from '../kit/project.ts';

const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
const someCpu = /^\d+/.exec(allowed)![0];

const projectWith = (environments: object, command: string) =>
  createProject({
    'assay.yaml': JSON.stringify({
      ...{ version: 1, environments },
      benchmarks: { work: { samples: 3, warmup: 0, command } },
    }),
  });

describe('a host environment', () => {
  test('pins, makes nice and fixes the addresses of commands, and is another environment that says so', async () => {
    await using project = await projectWith(
      { pinned: { kind: 'host', cpuset: someCpu, nice: 4, aslr: 'off' } },
      'grep -h Cpus_allowed_list /proc/self/status > "$OUT"; nice >> "$OUT"; cat /proc/self/personality >> "$OUT"',
    );
    const out = join(project.outside, 'seen');
    const env = { OUT: out };
    const plain = JSON.parse((await project.start(['run', '--json'], { env }).ended).stdout);
    const free = (await readFile(out, 'utf8')).split('\n');
    assert.equal(free[0], `Cpus_allowed_list:\t${allowed}`);
    const said = await project.start(['run', '--env', 'pinned', '--json'], { env }).ended;
    assert.equal(said.exitCode, 0, said.stderr);
    const pinned = JSON.parse(said.stdout);
    const seen = (await readFile(out, 'utf8')).split('\n');
    assert.deepEqual(seen.slice(0, 3), [`Cpus_allowed_list:\t${someCpu}`, '4', '00040000']);
    assert.notEqual(pinned.environment, plain.environment);
    const { identity } = (await project.json('env', 'show', pinned.environment)).environment;
    assert.deepEqual(identity.limits.allowedCpus, { value: 1 });
    assert.deepEqual(identity.limits.cpuset, { value: someCpu });
    assert.deepEqual(identity.limits.nice, { value: 4 });
    assert.deepEqual(identity.kernel.aslr, { value: 0 });
  });

  test('that asks for what cannot be had is refused in one message before anything is measured', async () => {
    await using project = await projectWith(
      { beyond: { kind: 'host', cpuset: '0,1023', nice: -20 } },
      'touch "$OUT"',
    );
    const out = join(project.outside, 'ran');
    const user = process.getuid?.() === 0;
    const said = await project.start(['run', '--env', 'beyond'], { env: { OUT: out } }).ended;
    assert.equal(said.exitCode, 4, said.stderr);
    assert.match(said.stderr, /environment beyond asks for what cannot be had here:/);
    assert.match(said.stderr, /cpuset: 0,1023, but Assay may run on /);
    if (!user) assert.match(said.stderr, /nice: -20, but Assay runs at /);
    await assert.rejects(readFile(out));
    assert.deepEqual((await project.json('runs')).runs, []);
  });
});
