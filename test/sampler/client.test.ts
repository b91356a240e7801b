import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { AssayError } from '../../src/core/error.ts';
import type { ExecutionRequest } from '../../src/platform/sampler/execution.ts';
import { startSampler } from '../../src/platform/sampler/sampler.ts';
import { eventually, isRunning } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-client-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => join(folder, name);
const pidIn = (name: string): number => Number(readFileSync(inFolder(name), 'utf8'));
const hasPid = (name: string) => (): boolean => existsSync(inFolder(name)) && pidIn(name) > 0;

const SAMPLER_MODULE = fileURLToPath(new URL('../../src/platform/sampler/sampler.ts', import.meta.url));

function request(argv: readonly string[], more: Partial<ExecutionRequest> = {}): ExecutionRequest {
  const env = { PATH: '/usr/bin:/bin' };
  return { argv, env, cwd: folder, stdout: { kind: 'null' }, stderr: { kind: 'null' }, ...more };
}

const shell = (script: string, more: Partial<ExecutionRequest> = {}): ExecutionRequest =>
  request(['sh', '-c', script], more);

const failsWith = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof AssayError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

describe('the client of the sampler', () => {
  test('a result has its units in its names and its absences as null', async () => {
    await using sampler = await startSampler();
    const result = await sampler.execute(shell('echo text; exit 3', { stdout: { kind: 'pipe' } }));
    assert.equal(result.status, 'exited');
    assert.equal(result.exitCode, 3);
    assert.equal(result.signal, null);
    assert.equal(result.error, null);
    assert.equal(result.outputBytes, 5);
    assert.ok(result.wallNs > 100_000 && result.wallNs < 5e9);
    assert.ok(result.peakBytes > 100_000 && result.peakBytes < 100e6 && result.peakBytes % 1024 === 0);
    assert.ok(result.minorFaults > 0);
    assert.equal(result.instructions === null, !sampler.hello.perf.available);
    if (!sampler.hello.perf.available) assert.match(sampler.hello.perf.reason, /\w+ \(.+\)/);
  });

  test('a spawn that fails is a result, in words, with figures of 0', async () => {
    await using sampler = await startSampler();
    const result = await sampler.execute(request(['no such program']));
    assert.equal(result.status, 'spawn-failed');
    assert.equal(result.error, 'program no such program: No such file or directory');
    assert.deepEqual([result.exitCode, result.signal, result.wallNs], [null, null, 0]);
  });

  test('any argument and variable arrives byte for byte', async () => {
    await using sampler = await startSampler();
    const text = fc.string({ unit: 'binary', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_ %é\n]{0,8}$/).filter((word) => word !== 'PATH');
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 5 }),
        fc.dictionary(name, text),
        async (args, variables) => {
          const stdout = { kind: 'file', path: inFolder('echo') } as const;
          await sampler.execute(request(['printf', '%s\\0', ...args], { stdout }));
          const printed = args.length === 0 ? '\0' : args.map((value) => `${value}\0`).join('');
          assert.equal(readFileSync(inFolder('echo'), 'utf8'), printed);
          const env = { PATH: '/usr/bin:/bin', ...variables };
          await sampler.execute(request(['env', '-0'], { stdout, env }));
          const expected = Object.entries(env).map(([key, value]) => `${key}=${value}\0`);
          assert.equal(readFileSync(inFolder('echo'), 'utf8'), expected.join(''));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('what no program can be given is an input error, and the sampler goes on', async () => {
    await using sampler = await startSampler();
    const env = (variables: Record<string, string>): Partial<ExecutionRequest> => ({ env: variables });
    await assert.rejects(sampler.execute(request(['true', 'a\0b'])), failsWith('input', /NUL/));
    await assert.rejects(sampler.execute(request(['true'], env({ 'A=B': 'x' }))), failsWith('input', /A=B/));
    await assert.rejects(sampler.execute(request(['true'], env({ '': 'x' }))), failsWith('input', /""/));
    await assert.rejects(sampler.execute(request([])), failsWith('input', /nothing to run/));
    await assert.rejects(sampler.execute(request([''])), failsWith('input', /empty/));
    await assert.rejects(sampler.execute(request(['true'], { cwd: '.' })), failsWith('input', /absolute/));
    await assert.rejects(sampler.execute(request(['true', 'x'.repeat(4e5)])), failsWith('input', /too long/));
    await assert.rejects(
      sampler.execute(request(['true'], { timeoutMs: Number.NaN })),
      failsWith('input', /milliseconds/),
    );
    assert.equal((await sampler.execute(request(['true']))).exitCode, 0);
  });

  test('a limit below a millisecond is a limit, not none', async () => {
    await using sampler = await startSampler();
    assert.equal((await sampler.execute(request(['sleep', '60'], { timeoutMs: 0.01 }))).status, 'timeout');
  });

  test('aborting ends the command, rejects, and leaves the sampler usable', async () => {
    await using sampler = await startSampler();
    const abort = new AbortController();
    const script = `trap "" TERM; echo $$ >${inFolder('aborted')}; while :; do sleep 1; done`;
    const execution = sampler.execute(shell(script, { graceMs: 50 }), abort.signal);
    execution.catch(() => {});
    await eventually(hasPid('aborted'));
    abort.abort();
    await assert.rejects(execution, failsWith('interrupted', /interrupted/));
    assert.equal(isRunning(pidIn('aborted')), false);
    await assert.rejects(sampler.execute(request(['true']), abort.signal), failsWith('interrupted', /./));
    assert.equal((await sampler.execute(request(['true']))).exitCode, 0);
  });

  test('closing ends what runs', async () => {
    const sampler = await startSampler();
    const execution = sampler.execute(shell(`echo $$ >${inFolder('closed')}; sleep 60`));
    execution.catch(() => {});
    await eventually(hasPid('closed'));
    await sampler.close();
    await assert.rejects(execution, failsWith('infrastructure', /was closed/));
    assert.equal(isRunning(pidIn('closed')), false);
    assert.equal(isRunning(sampler.pid), false);
    await assert.rejects(sampler.execute(request(['true'])), failsWith('infrastructure', /was closed/));
  });

  test('a sampler that is killed is an infrastructure error, at once and afterwards', async () => {
    const sampler = await startSampler();
    const execution = sampler.execute(shell(`echo $$ >${inFolder('bereft')}; sleep 60`));
    execution.catch(() => {});
    await eventually(hasPid('bereft'));
    process.kill(sampler.pid, 'SIGKILL');
    await assert.rejects(execution, failsWith('infrastructure', /was ended by SIGKILL/));
    await assert.rejects(sampler.execute(request(['true'])), failsWith('infrastructure', /SIGKILL/));
    process.kill(pidIn('bereft'), 'SIGKILL'); // its sampler can no longer do it
    await sampler.close();
  });

  test('two executions at once are the caller’s mistake', async () => {
    await using sampler = await startSampler();
    const first = sampler.execute(request(['sleep', '0.1']));
    await assert.rejects(sampler.execute(request(['true'])), /one command at a time/);
    assert.equal((await first).exitCode, 0);
  });

  test('what is not a sampler is found out at the start', async () => {
    await assert.rejects(startSampler({ binary: '/bin/cat' }), failsWith('infrastructure', /no sense/));
    await assert.rejects(startSampler({ binary: '/bin/true' }), failsWith('infrastructure', /exited with 0/));
    await assert.rejects(
      startSampler({ binary: '/no/such/file' }),
      failsWith('infrastructure', /could not be started/),
    );
  });

  test('Ctrl-C in the terminal does not reach the command: the sampler has a session of its own', async () => {
    await using sampler = await startSampler();
    const session = readFileSync(`/proc/${sampler.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[3];
    assert.equal(Number(session), sampler.pid);
  });

  test('killing the user of a sampler by any signal leaves nothing running', async () => {
    for (const name of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
      const script = `echo $$ >${inFolder(name)}; setsid sleep 60 & sleep 60`;
      const program =
        `const { startSampler } = await import(${JSON.stringify(SAMPLER_MODULE)});` +
        `const sampler = await startSampler(); console.log(sampler.pid);` +
        `await sampler.execute(${JSON.stringify(shell(script))});`;
      const user = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const samplerPid = Number(String((await once(user.stdout, 'data'))[0]));
      await eventually(hasPid(name));
      await sleep(50); // for the setsid
      user.kill(name);
      await once(user, 'exit');
      await eventually(() => !isRunning(pidIn(name)) && !isRunning(samplerPid), 2000);
    }
  });
});
