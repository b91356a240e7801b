import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { contextEntries, packContext } from '../../src/platform/engine/context.ts';
import { BuildProgress } from '../../src/platform/engine/progress.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';

async function filled(ignore: string): Promise<Folder> {
  const folder = await temporaryFolder();
  await mkdir(folder.at('a/b'), { recursive: true });
  for (const name of ['Dockerfile', 'x', 'a/x', 'a/b/x', 'a/b/y']) await writeFile(folder.at(name), name);
  await writeFile(folder.at('.dockerignore'), ignore);
  return folder;
}

describe('a build context', () => {
  test('is the whole folder where nothing is ignored, folders before what is in them', async () => {
    await using folder = await filled('');
    const entries = await contextEntries(folder.path, 'Dockerfile');
    assert.deepEqual(entries, ['.dockerignore', 'Dockerfile', 'a', 'a/b', 'a/b/x', 'a/b/y', 'a/x', 'x']);
  });

  test('leaves out what .dockerignore names, and brings back its exceptions', async () => {
    await using folder = await filled('# a comment\n**/x\na/b\n!a/b/y\n');
    assert.deepEqual(await contextEntries(folder.path, 'Dockerfile'), [
      '.dockerignore',
      'Dockerfile',
      'a',
      'a/b/y',
    ]);
  });

  test('always has its Dockerfile', async () => {
    await using folder = await filled('*\n');
    await writeFile(folder.at('a/b/Dockerfile'), 'FROM scratch\n');
    assert.deepEqual(await contextEntries(folder.path, 'Dockerfile'), ['Dockerfile']);
    assert.deepEqual(await contextEntries(folder.path, 'a/b/Dockerfile'), ['a/b/Dockerfile']);
  });

  test('is without what leads a worktree or a submodule to its repository', async () => {
    await using folder = await filled('**/x\n');
    await writeFile(folder.at('.git'), 'gitdir: /somewhere/.git/worktrees/1\n');
    await writeFile(folder.at('a/.git'), 'gitdir: ../../.git/modules/a\n');
    await mkdir(folder.at('a/b/.git'));
    assert.deepEqual(await contextEntries(folder.path, 'Dockerfile'), [
      ...['.dockerignore', 'Dockerfile', 'a', 'a/b', 'a/b/.git', 'a/b/y'],
    ]);
  });

  test('reads no patterns through a link, which may lead to what has no end', async () => {
    await using folder = await filled('');
    await rm(folder.at('.dockerignore'));
    await symlink('/dev/zero', folder.at('.dockerignore'));
    await assert.rejects(packContext(folder.path, 'Dockerfile'), {
      code: 'config',
      message: /\.dockerignore in .* is no plain file/,
    });
  });

  test('holds links, never what they lead to', async () => {
    await using outside = await temporaryFolder();
    await writeFile(outside.at('secret'), 'hush4711');
    await using folder = await filled('');
    await symlink(outside.path, folder.at('folder-link'));
    await symlink(outside.at('secret'), folder.at('file-link'));
    const packed = await buffer(await packContext(folder.path, 'Dockerfile'));
    assert.ok(packed.includes('file-link') && packed.includes('folder-link'));
    assert.ok(!packed.includes('hush4711'));
  });
});

describe('what an engine says while it builds', () => {
  const follow = async (said: string, size: number): Promise<[BuildProgress, string]> => {
    const chunks = said.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    const progress = new BuildProgress();
    let log = '';
    await progress.follow(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), (text) => {
      log += text;
    });
    return [progress, log];
  };

  test('is read however it is cut', async () => {
    for (const size of [1, 7, 10_000]) {
      const [progress, log] = await follow(FAILED_BUILD, size);
      assert.deepEqual(progress.mentioned, ['03bdf86a692c', 'eea68d8dbab9']);
      assert.deepEqual(progress.stages, [`sha256:${'e'.repeat(64)}`]);
      assert.equal(progress.container, '6838a7898d54');
      assert.equal(progress.failure, "The command '/bin/busybox false' returned a non-zero code: 1");
      assert.match(log, /^Step 1\/2 : FROM bbtest:latest\n/);
      assert.equal(progress.lines.at(-1), progress.failure);
    }
  });
});

/** As Docker 20.10.24 said it, shortened. */
const FAILED_BUILD = `{"stream":"Step 1/2 : FROM bbtest:latest"}
{"stream":"\\n"}
{"stream":" ---\\u003e 03bdf86a692c\\n"}
{"stream":" ---\\u003e eea68d8dbab9\\n"}
{"aux":{"ID":"sha256:${'e'.repeat(64)}"}}
{"stream":"Step 2/2 : RUN [\\"/bin/busybox\\",\\"false\\"]"}
{"stream":"\\n"}
{"stream":" ---\\u003e Running in 6838a7898d54\\n"}
{"stream":"Removing intermediate container 6838a7898d54\\n"}
{"errorDetail":{"code":1,"message":"The command '/bin/busybox false' returned a non-zero code: 1"},"error":"The command '/bin/busybox false' returned a non-zero code: 1"}
`;
