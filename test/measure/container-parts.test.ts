import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { imageEnvironment } from '../../src/measure/container/environment.ts';
import { checkLimits } from '../../src/measure/container/limits.ts';
import { isWithin, resolveMounts } from '../../src/measure/container/mounts.ts';
import { hostPathOf } from '../../src/measure/container/output-folder.ts';
import { commandUser } from '../../src/measure/container/user.ts';
import { temporaryFolder } from '../kit/folder.ts';

describe('who runs the commands in a container', () => {
  const root = { uid: 0, gid: 0 };
  const alice = { uid: 1000, gid: 1001 };

  test('is whom assay.yaml names, before all', () => {
    assert.equal(commandUser('0:0', 'www', alice), '0:0');
  });

  test('is the user of the image, where that is not root', () => {
    assert.equal(commandUser(null, 'www:www', root), 'www:www');
    assert.equal(commandUser(null, '70', alice), '70');
  });

  test('is otherwise whoever runs Assay, and never root', () => {
    for (const ofImage of ['', 'root', '0', 'root:root', '0:70']) {
      assert.equal(commandUser(null, ofImage, alice), '1000:1001');
      assert.equal(commandUser(null, ofImage, root), '65534:65534');
    }
  });
});

describe('what commands in a container inherit', () => {
  test('is what the image says, with a PATH and a home where it says nothing', () => {
    assert.deepEqual(imageEnvironment(['A=1=2', 'HOME=/app', 'bad']), {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/app',
      A: '1=2',
    });
  });
});

describe('whether one folder holds another', () => {
  test('is decided by names, not by letters', () => {
    assert.ok(isWithin('/a/b', '/a/b') && isWithin('/a/b', '/a/b/c') && isWithin('/', '/a'));
    assert.ok(!isWithin('/a/b', '/a/bc') && !isWithin('/a/b', '/a') && !isWithin('/a/b', '/a/..b'));
    assert.ok(isWithin('/a/b', '/a/b/..c'));
  });
});

describe('the mounts of an environment', () => {
  const workspaceAt = (projectRoot: string, prefix = '') => ({
    ...{ projectRoot, prefix },
    stateDir: join(projectRoot, '.assay'),
  });
  const mountsOf = (from: string, allow: string[] = []) => ({
    ...{ name: 'small', mounts: [{ from, to: '/data', writable: false }] },
    allow,
  });

  test('are taken without links, and may lead where allow permits it', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.at('project/data'), { recursive: true });
    await mkdir(folder.at('shared/deep'), { recursive: true });
    await symlink('data', folder.at('project/link'));
    await symlink(folder.at('shared/deep'), folder.at('project/away'));
    const project = workspaceAt(folder.at('project'));
    const [mount] = await resolveMounts(mountsOf('link'), project);
    assert.equal(mount!.from, folder.at('project/data'));
    for (const from of ['away', folder.at('shared')]) {
      await assert.rejects(resolveMounts(mountsOf(from), project), {
        code: 'config',
        message: /outside of the project/,
      });
    }
    const [allowed] = await resolveMounts(mountsOf('away', [folder.at('shared')]), project);
    assert.equal(allowed!.from, folder.at('shared/deep'));
    await assert.rejects(resolveMounts(mountsOf('nothing'), project), { message: /there is no nothing/ });
  });

  test('may lead to another folder of a monorepo', async () => {
    await using folder = await temporaryFolder();
    for (const each of ['shared', 'packages/one']) await mkdir(folder.at(each), { recursive: true });
    const project = workspaceAt(folder.at('packages/one'), 'packages/one');
    const [mount] = await resolveMounts(mountsOf('../../shared'), project);
    assert.equal(mount!.from, folder.at('shared'));
    await assert.rejects(resolveMounts(mountsOf('../../..'), project), { message: /outside of the project/ });
  });

  test('let no command write what git and Assay go by', async () => {
    await using folder = await temporaryFolder();
    for (const each of ['.git/hooks', '.assay/trees', 'out'])
      await mkdir(folder.at(each), { recursive: true });
    await symlink('.git/hooks', folder.at('link'));
    const project = workspaceAt(folder.path);
    const writable = (from: string) => ({
      ...{ name: 'small', allow: [] },
      mounts: [{ from, to: '/data', writable: true }],
    });
    for (const from of ['.', '.git', '.assay/trees', 'link']) {
      await assert.rejects(resolveMounts(writable(from), project), {
        code: 'config',
        message: /must not be writable/,
      });
    }
    assert.equal((await resolveMounts(writable('out'), project)).length, 1);
  });
});

describe('a path of a container, seen from outside', () => {
  test('is in the folder that is mounted deepest, and nowhere else', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.at('outer/inner'), { recursive: true });
    await mkdir(folder.at('other'));
    await writeFile(folder.at('other/x'), '');
    const shown = [
      { from: folder.at('outer'), to: '/out' },
      { from: folder.at('other'), to: '/out/inner' },
    ];
    assert.equal(await hostPathOf('/out/inner/x', shown), folder.at('other/x'));
    assert.equal(await hostPathOf('/out/new', shown), folder.at('outer/new'));
    assert.equal(await hostPathOf('/outer', shown), null);
    assert.equal(await hostPathOf('/out/../etc/passwd', shown), null);
  });

  test('is nothing where a link leads out, dangles or lies in a folder', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.at('out/results'), { recursive: true });
    await symlink('/etc/passwd', folder.at('out/passwd'));
    await symlink('/etc', folder.at('out/etc'));
    await symlink('/nowhere/at/all', folder.at('out/dangling'));
    await symlink('/etc/passwd', folder.at('out/results/deep.json'));
    const shown = [{ from: folder.at('out'), to: '/out' }];
    for (const name of ['passwd', 'etc/passwd', 'dangling', 'results']) {
      assert.equal(await hostPathOf(`/out/${name}`, shown), null, name);
    }
  });

  test('never leaves the folder, whatever is asked for', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.at('out'));
    await symlink('/', folder.at('out/root'));
    const shown = [{ from: folder.at('out'), to: '/out' }];
    const part = fc.constantFrom('..', '.', '', 'root', 'etc', 'passwd', 'out', 'new');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const found = await hostPathOf(join('/out', parts.join('/')), shown);
        assert.ok(found === null || isWithin(folder.at('out'), found), `${parts}: ${found}`);
      }),
    );
  });
});

describe('limits that the kernel has otherwise than asked', () => {
  const asked = { cpus: 0.5, cpuset: null, memoryBytes: 2 ** 28, pids: 64, nofile: null, shmBytes: null };
  const inForce = {
    ...{ cpuQuota: { value: 0.5 }, cpuset: { value: null }, memoryBytes: { value: 2 ** 28 } },
    ...{ swapBytes: { value: 0 }, pids: { value: 64 } },
  };

  test('are no environment to measure in', () => {
    checkLimits(asked, inForce);
    checkLimits(asked, { ...inForce, swapBytes: { unavailable: 'not counted' } });
    assert.throws(
      () => checkLimits(asked, { ...inForce, cpuQuota: { value: null }, swapBytes: { value: 2 ** 28 } }),
      {
        code: 'infrastructure',
        message: /cpus 0\.5, the kernel has no limit; swap 0, the kernel has 268435456/,
      },
    );
  });
});
