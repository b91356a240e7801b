import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../../src/core/error.ts';
import { engineClient } from '../../src/platform/engine/client.ts';
import type { Engine, RunningContainer } from '../../src/platform/engine/engine.ts';
import { labelsOf } from '../../src/platform/engine/labels.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { runCommand } from '../../src/platform/process.ts';
import { askEngine, busyboxImage, containerOrder, inShell, objectsOfRun } from '../kit/engine.ts';
import { temporaryFolder } from '../kit/folder.ts';
import { eventually } from '../kit/processes.ts';

const HOLDER = fileURLToPath(new URL('holder.ts', import.meta.url));

interface EngineUnderTest {
  readonly name: string;
  readonly socketPath: () => string;
  /** Whether a container in an isolated network reaches this machine by its address there. */
  readonly isolatedReachesHost: boolean;
}

/** What every engine must do. */
export function engineConformance({ name, socketPath, isolatedReachesHost }: EngineUnderTest): void {
  describe(`a container of ${name}`, { timeout: 120_000 }, () => {
    let engine: Engine;
    let imageId: string;
    before(async () => {
      engine = await openEngine(socketPath());
      imageId = (await busyboxImage(engine)).id;
    });
    const start = async (more: Parameters<typeof containerOrder>[1] = {}): Promise<RunningContainer> =>
      engine.start(await containerOrder(imageId, more));
    const exitCode = async ({ sampler }: RunningContainer, script: string): Promise<number | null> =>
      (await sampler.execute(inShell(script))).exitCode;
    const left = (runId: string): Promise<string[]> => objectsOfRun(socketPath(), runId);

    test('the sampler measures in it, as its first process, with the least privilege', async () => {
      await using container = await start({ runId: 'least', user: '1000:1000' });
      const result = await container.sampler.execute(inShell('exit 3'));
      assert.equal(result.exitCode, 3);
      assert.ok(result.wallNs > 100_000 && result.peakBytes > 100_000);
      assert.equal(container.sampler.pid, 1);
      const status = await readFile(`/proc/${container.pid}/status`, 'utf8');
      assert.match(status, /^CapEff:\s*0{16}$/m);
      assert.match(status, /^CapBnd:\s*0{16}$/m);
      assert.match(status, /^NoNewPrivs:\s*1$/m);
      assert.match(status, /^Uid:\s*1000\s/m);
      assert.equal(await exitCode(container, 'touch /bin/x'), 1);
      assert.equal(await exitCode(container, 'touch /.assay/sampler'), 1);
      assert.equal(await exitCode(container, 'touch /tmp/x && test "$(ls /sys/class/net)" = lo'), 0);
    });

    test('the engine is told neither commands nor variables, and keeps no log', async () => {
      await using container = await start({ runId: 'silent' });
      await container.sampler.execute(inShell('echo "$TOKEN"', { env: { PATH: '/bin', TOKEN: 'hush4711' } }));
      const told = await askEngine<InspectAnswer>(socketPath(), `/containers/${container.id}/json`);
      assert.ok(!JSON.stringify(told).includes('hush4711'));
      assert.deepEqual(told.Config.Entrypoint, ['/.assay/sampler']);
      assert.equal(told.HostConfig.LogConfig.Type, 'none');
      assert.equal(told.HostConfig.Privileged, false);
      assert.equal(told.HostConfig.ReadonlyRootfs, true);
      assert.equal(told.HostConfig.NetworkMode, 'none');
      assert.equal(told.HostConfig.Memory, 64 << 20);
      assert.equal(told.HostConfig.MemorySwap, 64 << 20);
      assert.equal(told.HostConfig.PidsLimit, 64);
      assert.equal(told.HostConfig.NanoCpus, 1e9);
    });

    test('limits hold: memory, processes, open files, and the size of what is in memory', async () => {
      const limits = { cpus: 1, cpuset: '0', memoryBytes: 32 << 20, pids: 16, nofile: 64, shmBytes: 2 << 20 };
      await using container = await start({ runId: 'limited', limits, tmpfs: { '/tmp': 1 << 20 } });
      assert.equal(await exitCode(container, 'test "$(ulimit -n)" = 64 && test "$(ulimit -Hn)" = 64'), 0);
      assert.equal(await exitCode(container, 'grep -q "^Cpus_allowed_list:.0$" /proc/self/status'), 0);
      assert.equal(await exitCode(container, 'dd if=/dev/zero of=/tmp/x bs=1M count=2'), 1);
      assert.equal(await exitCode(container, 'dd if=/dev/zero of=/dev/shm/x bs=1M count=3'), 1);
      assert.notEqual(await exitCode(container, 'for i in $(seq 32); do sleep 5 & done; exit 0'), 0);
      const hungry = await container.sampler.execute(inShell('x=$(tail /dev/zero)'));
      assert.ok(hungry.signal === 9 || hungry.exitCode !== 0, 'memory has no limit');
      assert.equal(await exitCode(container, 'true'), 0, 'the sampler died of what the command did');
    });

    test('what a command leaves running is ended, also from another session', async () => {
      await using container = await start({ runId: 'orphans' });
      const result = await container.sampler.execute(inShell('setsid sleep 60 & setsid sleep 60 & exit 0'));
      assert.equal(result.leftProcesses, 2);
      assert.equal(await exitCode(container, '! pidof sleep'), 0);
    });

    test('a volume is empty, for every user to write, and gone afterwards', async () => {
      {
        await using container = await start({ runId: 'volume', user: '1000:1000', volumes: ['/data/x'] });
        assert.equal(await exitCode(container, 'test -z "$(ls -A /data/x)" && echo > /data/x/y'), 0);
        assert.equal((await left('volume')).length, 2);
      }
      assert.deepEqual(await left('volume'), []);
    });

    test('what is mounted read-only cannot be written, and what is writable can', async () => {
      await using folder = await temporaryFolder();
      await writeFile(folder.at('file'), 'content');
      const mounts = [
        { from: folder.path, to: '/read', writable: false },
        { from: folder.path, to: '/write', writable: true },
      ];
      await using container = await start({ runId: 'mounts', mounts });
      assert.equal(await exitCode(container, 'test "$(cat /read/file)" = content && ! touch /read/new'), 0);
      assert.equal(await exitCode(container, 'touch /write/new'), 0);
      assert.ok(existsSync(folder.at('new')));
    });

    test('only a capability that was asked for is there', async () => {
      await using container = await start({ runId: 'capable', user: '0', capabilities: ['CHOWN'] });
      assert.equal(await exitCode(container, 'touch /tmp/x && chown 1000 /tmp/x'), 0);
      assert.equal(await exitCode(container, 'chroot / true'), 1);
    });

    test('an isolated network has no way out, and is gone afterwards', async () => {
      await using server = createServer((connection) => {
        reached = true;
        connection.destroy();
      });
      let reached = false;
      server.listen(0, '0.0.0.0');
      await once(server, 'listening');
      {
        await using container = await start({ runId: 'isolated', network: 'isolated' });
        assert.equal(await exitCode(container, 'test "$(ls /sys/class/net | wc -w)" -gt 1'), 0);
        // The first address of its network would be this machine's.
        const gateway = `$(ip -4 -o addr show dev eth0 | sed 's/.* inet \\([0-9.]*\\)[.].*/\\1.1/')`;
        const { port } = server.address() as AddressInfo;
        await exitCode(container, `nc -w 2 ${gateway} ${port} < /dev/null`);
        assert.equal(reached, isolatedReachesHost);
        assert.equal(await exitCode(container, 'nc -w 2 192.0.2.1 80 < /dev/null'), 1);
      }
      assert.deepEqual(await left('isolated'), []);
    });

    test('a container that is removed from outside says so, at once and afterwards', async () => {
      await using container = await start({ runId: 'removed' });
      const lost = assert.rejects(container.sampler.execute(inShell('sleep 20')), isLost);
      await delay(100);
      await askEngine(socketPath(), `/containers/${container.id}?force=1`, 'DELETE');
      await lost;
      await assert.rejects(container.sampler.execute(inShell('true')), isLost);
      assert.notEqual((await container.state()).status, 'running');
    });

    test('stopping it from outside ends the command too: the first process obeys SIGTERM', async () => {
      await using container = await start({ runId: 'stopped' });
      const lost = assert.rejects(container.sampler.execute(inShell('sleep 20')), isLost);
      await delay(100);
      const started = performance.now();
      await askEngine(socketPath(), `/containers/${container.id}/stop?t=8`, 'POST');
      await lost;
      assert.ok(performance.now() - started < 6000, 'it took SIGKILL');
    });

    test('nothing is left when we are killed', async () => {
      const { child, pid } = await holder(socketPath(), imageId);
      assert.equal((await left('held')).length, 3);
      child.kill('SIGKILL');
      await once(child, 'exit');
      assert.ok(await eventually(() => !existsSync(`/proc/${pid}`), 5000), 'its processes run on');
      const hasContainer = async () => (await left('held')).some((each) => each.startsWith('/'));
      assert.ok(await eventually(async () => !(await hasContainer()), 5000), 'the container is left');
      await engine.reap();
      assert.deepEqual(await left('held'), []);
    });

    test('a container of a living process is not reaped', async () => {
      await using container = await start({ runId: 'living', volumes: ['/data'] });
      await engine.reap();
      assert.equal(await exitCode(container, 'true'), 0);
      assert.equal((await left('living')).length, 2);
    });

    test('a container of a process that counts in another namespace is not reaped', async () => {
      await using container = await start({ runId: 'elsewhere', volumes: ['/data'] });
      const reaper = [HOLDER.replace('holder', 'reaper'), socketPath()];
      // There our number is nobody's.
      const { exitCode: ended } = await runCommand(
        ['unshare', '--pid', '--fork', '--mount-proc', process.execPath, ...reaper],
        { env: process.env },
      );
      assert.equal(ended, 0);
      assert.equal(await exitCode(container, 'true'), 0);
      assert.equal((await left('elsewhere')).length, 2);
    });

    test('a container that only has our label, from its image, is not reaped', async () => {
      const { docker } = await engineClient(socketPath());
      const dead = labelsOf({ runId: 'inherited', role: 'none' })['assay.owner']!.replace(/\d+/, '4194303');
      const name = `somebody-elses-${process.pid}`;
      const container = await docker.createContainer({
        ...{ name, Image: imageId, Cmd: ['true'] },
        Labels: { 'assay.owner': dead },
      });
      try {
        await engine.reap();
        assert.match((await container.inspect()).Name, new RegExp(name));
      } finally {
        await container.remove();
      }
    });

    test('interrupting the start at any moment leaves nothing', async () => {
      for (const ms of [0, 5, 20, 50, 100]) {
        const more = { runId: 'interrupted', network: 'isolated', volumes: ['/data'] } as const;
        const order = await containerOrder(imageId, { ...more, signal: AbortSignal.timeout(ms) });
        await assert.rejects(engine.start(order), { code: 'interrupted' });
        assert.deepEqual(await left('interrupted'), []);
      }
    });

    test('what the engine refuses is told in its words, and leaves nothing', async () => {
      const order = { runId: 'refused', volumes: ['/data'], user: 'nobody-of-that-name' };
      await assert.rejects(start(order), (error: unknown) => {
        assert.ok(error instanceof AssayError && error.code === 'infrastructure');
        assert.match(error.message, /unable to find user nobody-of-that-name/);
        return true;
      });
      assert.deepEqual(await left('refused'), []);
    });

    test('a missing image is an infrastructure error that says how to get it', async () => {
      await assert.rejects(engine.findImage('no-such-image:1'), (error: unknown) => {
        assert.ok(error instanceof AssayError && error.code === 'infrastructure');
        assert.match(error.hint ?? '', /docker pull no-such-image:1/);
        return true;
      });
    });
  });
}

interface InspectAnswer {
  readonly Config: { readonly Entrypoint: readonly string[] };
  readonly HostConfig: {
    readonly LogConfig: { readonly Type: string };
    readonly [key: string]: unknown;
  };
}

function isLost(error: unknown): boolean {
  assert.ok(error instanceof AssayError, String(error));
  assert.equal(error.code, 'infrastructure');
  assert.match(error.message, /^the sampler in container assay-\S+ (was ended|exited)/);
  return true;
}

/** A process of its own that holds a container. */
export async function holder(
  socketPath: string,
  imageId: string,
): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn(process.execPath, [HOLDER, socketPath, imageId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, pid: (JSON.parse(line) as { pid: number }).pid };
}
