import assert from 'node:assert/strict';
import { copyFile, link, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cachePath } from '../../src/environment/probe/tool-cache.ts';
import { findOnPath } from '../../src/environment/probe/tool-path.ts';
import { probeToolchain, versionIn } from '../../src/environment/probe/toolchain.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-tools-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function script(path: string, body: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

/** Only our programs and the shell are on PATH, the cache in a folder of its own. */
function environment(name: string): NodeJS.ProcessEnv {
  return { PATH: `${join(folder, name)}${delimiter}/bin`, XDG_CACHE_HOME: join(folder, `${name}-cache`) };
}

describe('the toolchain', () => {
  test('gives the version line of what is installed and null for what is not', async () => {
    await script(join(folder, 'plain', 'zig'), 'echo 0.13.0');
    await script(
      join(folder, 'plain', 'java'),
      'echo "Picked up JAVA_TOOL_OPTIONS: -Dx=1.2" >&2; echo \'openjdk version "21.0.2"\' >&2',
    );
    const { compilers } = await probeToolchain({ worktree: folder, env: environment('plain') });
    assert.deepEqual(compilers.zig, { value: '0.13.0' });
    assert.deepEqual(compilers.java, { value: 'openjdk version "21.0.2"' });
    assert.deepEqual(compilers.ghc, { value: null });
  });

  test('says what is wrong with one that fails, hangs or says nothing, without its path', async () => {
    await script(join(folder, 'bad', 'ghc'), 'exit 3');
    await script(join(folder, 'bad', 'zig'), 'echo hello');
    await script(join(folder, 'bad', 'deno'), 'sleep 60');
    await writeFile(join(folder, 'bad', 'php'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const startedMs = performance.now();
    const { compilers } = await probeToolchain({ worktree: folder, env: environment('bad') });
    assert.ok(performance.now() - startedMs < 10_000);
    assert.deepEqual(compilers.ghc, { unavailable: 'it failed with exit code 3' });
    assert.deepEqual(compilers.zig, { unavailable: 'it printed no version' });
    assert.deepEqual(compilers.deno, { unavailable: 'no answer within 2000 ms' });
    assert.deepEqual(compilers.php, { unavailable: 'it could not be run (ENOENT)' });
    assert.ok(!JSON.stringify(compilers).includes(folder));
  });

  test('asks in the worktree, where version managers look, and offline', async () => {
    await script(
      join(folder, 'managed', 'rustc'),
      'echo "rustc $(cat rust-version) auto-install $RUSTUP_AUTO_INSTALL"',
    );
    const worktree = join(folder, 'project');
    await mkdir(worktree);
    await writeFile(join(worktree, 'rust-version'), '1.80.0');
    const ask = () => probeToolchain({ worktree, env: environment('managed') });
    assert.deepEqual((await ask()).compilers.rustc, { value: 'rustc 1.80.0 auto-install 0' });
    await writeFile(join(worktree, 'rust-version'), '1.81.0');
    assert.deepEqual((await ask()).compilers.rustc, { value: 'rustc 1.81.0 auto-install 0' });
  });

  test('remembers the answer of a binary until the binary changes', async () => {
    const env = environment('cached');
    await mkdir(join(folder, 'cached'));
    // The real make, under a PATH of our own.
    const make = await findOnPath('make', process.env.PATH ?? '');
    assert.ok(make !== null);
    const copy = join(folder, 'cached', 'make');
    await copyFile(make.realPath, copy);
    const first = await probeToolchain({ worktree: folder, env });
    const answer = (first.builders.make as { value: string }).value;
    assert.match(answer, /GNU Make \d/);

    const path = cachePath(env);
    const stored = await readFile(path, 'utf8');
    await writeFile(path, stored.replace(answer, 'remembered 9.9'));
    const second = await probeToolchain({ worktree: folder, env });
    assert.deepEqual(second.builders.make, { value: 'remembered 9.9' });

    await utimes(copy, new Date(), new Date(Date.now() - 86_400_000));
    const third = await probeToolchain({ worktree: folder, env });
    assert.deepEqual(third.builders.make, { value: answer });
  });

  test('does without a cache that is damaged or cannot be written', async () => {
    await script(join(folder, 'nocache', 'zig'), 'echo 0.13.0');
    const env = environment('nocache');
    await writeFile(env.XDG_CACHE_HOME!, 'a file where the folder should be');
    const { compilers } = await probeToolchain({ worktree: folder, env });
    assert.deepEqual(compilers.zig, { value: '0.13.0' });

    await script(join(folder, 'damaged', 'zig'), 'echo 0.14.0');
    const damaged = environment('damaged');
    await mkdir(join(cachePath(damaged), '..'), { recursive: true });
    await writeFile(cachePath(damaged), '{"schema":');
    const again = await probeToolchain({ worktree: folder, env: damaged });
    assert.deepEqual(again.compilers.zig, { value: '0.14.0' });
  });
});

describe('a program whose answer may be remembered', () => {
  const steady = async (command: string, path: string) => (await findOnPath(command, path))?.steady;

  test('is a binary of its own name', async () => {
    const bin = join(folder, 'steady');
    await mkdir(bin);
    await copyFile('/bin/ls', join(bin, 'python3.12'));
    await symlink('python3.12', join(bin, 'python3'));
    assert.equal(await steady('python3', bin), true);
  });

  test('is not a script, nor a stand-in under another name, nor one of rustup’s hard links', async () => {
    const bin = join(folder, 'stand-ins');
    await script(join(bin, 'python3'), 'echo 3.12');
    await copyFile('/bin/ls', join(bin, 'mise'));
    await symlink('mise', join(bin, 'node'));
    await copyFile('/bin/ls', join(bin, 'ccache'));
    await symlink('ccache', join(bin, 'cc'));
    await copyFile('/bin/ls', join(bin, 'rustup'));
    await link(join(bin, 'rustup'), join(bin, 'rustc'));
    for (const command of ['python3', 'node', 'cc', 'rustc'])
      assert.equal(await steady(command, bin), false, command);
  });

  test('is the first on PATH that can be run; folders and relative entries are passed over', async () => {
    await mkdir(join(folder, 'one', 'go'), { recursive: true });
    await mkdir(join(folder, 'two'));
    await writeFile(join(folder, 'two', 'go'), 'not executable', { mode: 0o644 });
    await script(join(folder, 'three', 'go'), 'echo');
    const path = ['', '.', join(folder, 'one'), join(folder, 'two'), join(folder, 'three')].join(delimiter);
    assert.equal((await findOnPath('go', path))?.path, join(folder, 'three', 'go'));
    assert.equal(await findOnPath('go', ''), null);
  });
});

test('a version line is cut to what a table can show', () => {
  const long = versionIn(`tool 1.2 ${'x'.repeat(500)}`);
  assert.ok('value' in long && long.value.length === 120);
});
