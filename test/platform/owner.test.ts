import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { currentOwner, isAlive, type Owner, parseProcStat, parsePs } from '../../src/platform/owner.ts';

const OWNER_MODULE = fileURLToPath(new URL('../../src/platform/owner.ts', import.meta.url));

describe('process identity', () => {
  test('this process is alive by its own record, which survives JSON', () => {
    const self = currentOwner();
    assert.equal(self.pid, process.pid);
    assert.ok(self.startTicks > 0);
    assert.equal(isAlive(JSON.parse(JSON.stringify(self)) as Owner), true);
    assert.deepEqual(currentOwner(), self);
  });

  test('another process is alive while it runs and not after kill -9', async () => {
    const { child, owner } = await startOwner();
    assert.equal(owner.pid, child.pid);
    assert.equal(isAlive(owner), true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(isAlive(owner), false);
  });

  test('a killed process whose parent has not collected it is not alive', async () => {
    // The shell starts a child, kills it and, being stopped in `read`, has not waited for it yet.
    const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; read go; kill -9 $!; echo killed; read end'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const pid = Number(String((await once(shell.stdout, 'data'))[0]).trim());
    const stat = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
    const found = parseProcStat(stat);
    assert.ok(found.running);
    const owner: Owner = { ...currentOwner(), pid, startTicks: found.startTicks };
    assert.equal(isAlive(owner), true);
    shell.stdin.write('go\n');
    await once(shell.stdout, 'data');
    await eventually(() => !isAlive(owner));
    shell.stdin.end('end\n');
    await once(shell, 'exit');
  });

  test('the same number with another start, or of another boot, is somebody else', () => {
    const self = currentOwner();
    assert.equal(isAlive({ ...self, startTicks: self.startTicks + 1 }), false);
    assert.equal(isAlive({ ...self, bootId: '00000000-0000-0000-0000-000000000000' }), false);
  });

  test('numbers that are no process are not alive', () => {
    const self = currentOwner();
    for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 22 + 7]) assert.equal(isAlive({ ...self, pid }), false);
  });

  test('a command name with parentheses, spaces and newlines does not move the fields', () => {
    const fields = `S 1 ${Array.from({ length: 17 }, (_, i) => i).join(' ')} 987654 0 0`;
    assert.deepEqual(parseProcStat(`42 (evil) S 7 (\n) ${fields}\n`), { running: true, startTicks: 987654 });
    assert.equal(parseProcStat(`42 (x) ${fields.replace('S', 'Z')}`).running, false);
    assert.equal(parseProcStat('').running, false);
  });

  test('ps gives the same answer at two times, and none for a process that is gone', async () => {
    const { child } = await startOwner();
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const ask = () =>
      execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(child.pid)], { encoding: 'utf8', env });
    const first = parsePs(ask());
    assert.ok(first.running);
    assert.ok(Math.abs(first.startTicks - Date.now() / 1000) < 60);
    assert.deepEqual(parsePs(ask()), first);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(parsePs('').running, false);
    assert.equal(parsePs('Z+   Thu Nov 20 22:39:01 2026').running, false);
  });
});

async function startOwner(): Promise<{ child: ChildProcess; owner: Owner }> {
  const program = `
    import { currentOwner } from ${JSON.stringify(OWNER_MODULE)};
    console.log(JSON.stringify(currentOwner()));
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(child.stdout!, 'data');
  return { child, owner: JSON.parse(String(line)) as Owner };
}

async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, 'did not hold within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
