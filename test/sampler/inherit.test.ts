import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ensureSampler } from '../../src/platform/sampler/binary.ts';
import type { ExecutionRequest } from '../../src/platform/sampler/execution.ts';
import { type Inherited, inheritedArguments, refusedHere } from '../../src/platform/sampler/inherited.ts';
import { startSampler } from '../../src/platform/sampler/sampler.ts';
import { buildSampler } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-inherit-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const AS_IS: Inherited = { cpuset: null, nice: null, aslr: 'machine' };
const binary = await ensureSampler();
const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
const someCpu = /^\d+/.exec(allowed)![0];

/** What a command sees of itself under a sampler started so. */
async function seen(inherited: Partial<Inherited>, script: string): Promise<string> {
  await using sampler = await startSampler({ inherited: { ...AS_IS, ...inherited } });
  const path = join(folder, 'seen');
  const request: ExecutionRequest = {
    ...{ argv: ['sh', '-c', script], env: { PATH: '/usr/bin:/bin' }, cwd: '/' },
    ...{ stdout: { kind: 'file', path }, stderr: { kind: 'null' } },
  };
  assert.equal((await sampler.execute(request)).exitCode, 0, script);
  return readFileSync(path, 'utf8').trim();
}

describe('what commands inherit from the sampler', () => {
  test('is what Assay has, where nothing is said', async () => {
    assert.equal(
      await seen({}, 'grep Cpus_allowed_list /proc/self/status'),
      `Cpus_allowed_list:\t${allowed}`,
    );
    assert.equal(await seen({}, 'nice'), execFileSync('nice', { encoding: 'utf8' }).trim());
    assert.equal(
      await seen({}, 'cat /proc/self/personality'),
      readFileSync('/proc/self/personality', 'utf8').trim(),
    );
  });

  test('is one processor, also for what the command starts', async () => {
    const status = await seen({ cpuset: someCpu }, 'sh -c "grep Cpus_allowed_list /proc/self/status"');
    assert.equal(status, `Cpus_allowed_list:\t${someCpu}`);
  });

  test('is a niceness, of the session too where the kernel groups by session', async () => {
    assert.equal(await seen({ nice: 7 }, 'nice'), '7');
    if (!existsSync('/proc/self/autogroup')) return;
    assert.match(await seen({ nice: 7 }, 'cat /proc/self/autogroup'), / nice 7$/);
  });

  test('is a layout of addresses that does not change from start to start', async () => {
    const script = 'for i in 1 2 3 4 5; do grep -h stack /proc/self/maps; done | sort -u | wc -l';
    assert.equal(await seen({ aslr: 'off' }, script), '1');
    if (readFileSync('/proc/sys/kernel/randomize_va_space', 'utf8').trim() !== '0') {
      assert.equal(await seen({}, script), '5');
    }
  });

  test('is refused in all its parts at once, in the words of the kernel', async () => {
    assert.deepEqual(await refusedHere({ cpuset: someCpu, nice: 19, aslr: 'off' }), []);
    assert.deepEqual(await refusedHere({ cpuset: `${someCpu},1023`, nice: -99, aslr: 'off' }), [
      { what: 'cpuset', why: 'Invalid argument' },
      { what: 'nice', why: 'Invalid argument' },
    ]);
    await assert.rejects(
      startSampler({ inherited: { ...AS_IS, cpuset: '1023' } }),
      /exited with 2: refused --cpus 1023: Invalid argument/,
    );
  });

  test('is refused to a user who may not be less nice', () => {
    const user = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    const copy = join('/tmp', `assay-sampler-${process.pid}`);
    execFileSync('install', ['-m', '755', binary, copy]);
    try {
      const [file, ...args] = [...user, copy, ...inheritedArguments({ ...AS_IS, nice: -5 })];
      const said = spawnSync(file!, args, { encoding: 'utf8', input: '' });
      assert.deepEqual([said.status, said.stderr], [2, 'refused --nice -5: Permission denied\n']);
    } finally {
      rmSync(copy);
    }
  });

  test('is never taken from arguments that make no sense', () => {
    const sanitized = buildSampler(join(folder, 'sanitized'), [
      ...['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
    ]);
    const lists = ['', '-', '1-', '-1', '1-0', '0,', ',0', '0-1-2', '0x1', '1024', '0-99999999999999999999'];
    for (const list of lists) {
      const said = spawnSync(sanitized, ['--cpus', list], { encoding: 'utf8', input: '' });
      assert.deepEqual([said.status, said.stderr], [2, `refused --cpus ${list}: Invalid argument\n`]);
    }
    for (const nice of ['', 'x', '3x', '20', '-21', '99999999999999999999']) {
      const said = spawnSync(sanitized, ['--nice', nice], { encoding: 'utf8', input: '' });
      assert.deepEqual([said.status, said.stderr], [2, `refused --nice ${nice}: Invalid argument\n`]);
    }
    for (const args of [['--cpus'], ['--nice'], ['--bogus'], ['x']]) {
      assert.equal(spawnSync(sanitized, args, { input: '' }).status, 2, args.join(' '));
    }
    assert.equal(
      spawnSync(sanitized, ['--cpus', allowed, '--nice', '3', '--no-aslr'], { input: '' }).status,
      0,
    );
  });
});
