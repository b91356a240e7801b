import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../src/platform/process.ts';
import { ensureProbes } from '../../src/platform/sampler/binary.ts';
import { COMPILE_FLAGS } from '../../src/platform/sampler/compile.ts';
import { startSampler } from '../../src/platform/sampler/sampler.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-probes-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const binary = await ensureProbes();
const probe = (...args: string[]) => runCommand([binary, ...args]);
const MIB = 1024 * 1024;

async function measured(...args: string[]) {
  await using sampler = await startSampler();
  const output = { kind: 'null' } as const;
  const result = await sampler.execute({
    argv: [binary, ...args],
    env: {},
    cwd: '/',
    stdout: output,
    stderr: output,
  });
  assert.equal(result.status, 'exited');
  assert.equal(result.exitCode, 0);
  return result;
}

describe('the probes', () => {
  const plain = [
    'integer',
    'floating',
    'syscalls',
    'spawn',
    'resident',
    'loopback-latency',
    'loopback-throughput',
  ];
  for (const name of plain) {
    test(`${name} does its work and says nothing`, async () => {
      assert.deepEqual(await probe(name, '1'), { exitCode: 0, stdout: '', stderr: '' });
    });
  }

  test('the work is as much as was asked for', async () => {
    const cpuUs = async (repeats: number): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const { userUs, systemUs } = await measured('integer', String(repeats));
        times.push(userUs + systemUs);
      }
      return Math.min(...times);
    };
    const [once, fourTimes] = [await cpuUs(1), await cpuUs(4)];
    assert.ok(fourTimes > 3 * once && fourTimes < 5 * once, `${once} µs, ${fourTimes} µs`);
  });

  test('memory probes touch the array that they are given', async () => {
    for (const name of ['memory-bandwidth', 'memory-latency']) {
      const { peakBytes } = await measured(name, '1', String(32 * MIB));
      assert.ok(peakBytes > 31 * MIB && peakBytes < 40 * MIB, `${name}: ${peakBytes}`);
    }
  });

  test('file probes work on the first folder that can be written to, and clean up after themselves', async () => {
    const candidates = ['/nonexistent', '/etc/passwd', folder];
    await probe('files-prepare', ...candidates);
    assert.deepEqual(readdirSync(folder), ['assay-probe-file']);
    assert.equal(statSync(join(folder, 'assay-probe-file')).size, 8 * MIB);
    const { ino } = statSync(join(folder, 'assay-probe-file'));
    await probe('burn', ...candidates);
    assert.notEqual(statSync(join(folder, 'assay-probe-file')).ino, ino, 'the file is another each time');
    for (const name of ['write-sequential', 'write-random', 'read-sequential', 'read-random']) {
      const { exitCode, stderr } = await probe(name, '1', ...candidates);
      assert.equal(exitCode, 0, `${name}: ${stderr}`);
    }
    assert.equal(statSync(join(folder, 'assay-probe-file')).size, 8 * MIB);
    await probe('files-remove', ...candidates);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('a folder of another filesystem does not stand for that of the root', async () => {
    const { exitCode, stderr } = await probe('files-prepare', '/:/proc', '/:/sys');
    assert.equal(exitCode, 1);
    assert.match(stderr, /^there is no folder to write to/);
  });

  test('what cannot be done fails with its reason', async () => {
    assert.deepEqual(await probe('no-such-probe', '1'), {
      ...{ exitCode: 2, stdout: '' },
      stderr: 'usage: assay-probes NAME [REPEATS [BYTES | FOLDER...]]\n',
    });
    for (const repeats of ['0', '-1', 'many', '1x', '']) {
      const { exitCode, stderr } = await probe('integer', repeats);
      assert.equal(exitCode, 1, repeats);
      assert.equal(stderr, `not a number above 0: ${repeats}\n`);
    }
    const { stderr } = await probe('read-random', '1', folder);
    assert.equal(stderr, `cannot open ${join(folder, 'assay-probe-file')}: No such file or directory\n`);
  });

  test('the Makefile compiles with the flags that Assay compiles with', () => {
    const sources = fileURLToPath(new URL('../../probes', import.meta.url));
    const dryRun = execFileSync('make', ['-n', '-B', '-C', sources], { encoding: 'utf8' });
    for (const flag of COMPILE_FLAGS) assert.ok(dryRun.includes(` ${flag} `), flag);
  });
});
