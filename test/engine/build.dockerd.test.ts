import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../../src/core/error.ts';
import { recoverContainers } from '../../src/measure/recover-containers.ts';
import type { Workspace } from '../../src/measure/workspace.ts';
import { unfinishedBuilds } from '../../src/platform/engine/build-trace.ts';
import { engineClient } from '../../src/platform/engine/client.ts';
import { type BuildOrder, type Engine, ImageBuildFailure } from '../../src/platform/engine/engine.ts';
import { reapImages } from '../../src/platform/engine/layers.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { type Daemon, dockerDaemon } from '../kit/dockerd.ts';
import { askEngine, containerOrder, inShell } from '../kit/engine.ts';
import { type Folder, temporaryFolder } from '../kit/folder.ts';
import { eventually } from '../kit/processes.ts';

/** On a daemon of its own: other tests make images too. */
describe('building an image', { timeout: 180_000 }, () => {
  let daemon: Daemon;
  let engine: Engine;
  before(async () => {
    daemon = await dockerDaemon();
    engine = await openEngine(daemon.socketPath);
  });
  after(() => daemon[Symbol.asyncDispose]());

  const images = async (): Promise<string[]> =>
    (await askEngine<{ Id: string }[]>(daemon.socketPath, '/images/json?all=1')).map(({ Id }) => Id).sort();
  const containers = (): Promise<unknown[]> => askEngine(daemon.socketPath, '/containers/json?all=1');

  async function contextOf(dockerfile: string): Promise<Folder> {
    const folder = await temporaryFolder();
    await copyFile('/bin/busybox', folder.at('busybox'));
    await writeFile(folder.at('Dockerfile'), dockerfile);
    return folder;
  }

  const order = (context: Folder, more: Partial<BuildOrder> = {}): BuildOrder => ({
    context: context.path,
    dockerfile: 'Dockerfile',
    target: null,
    args: {},
    logPath: context.at('build.log'),
    labels: { 'assay.test': 'build' },
    ...more,
  });

  test('takes what .dockerignore leaves of the folder, links as links, and what it is told', async () => {
    await using context = await contextOf(`FROM scratch AS base
COPY busybox /bin/busybox
ARG WORD
COPY . /context
ENV WORD=$WORD
USER 1000
WORKDIR /context
`);
    await mkdir(context.at('folder'));
    for (const name of ['kept', 'left', 'folder/kept', 'folder/left']) {
      await writeFile(context.at(name), '');
    }
    await writeFile(context.at('.dockerignore'), '**/left\nfolder\n!folder/kept\n*.log\n');
    await symlink('/etc/hostname', context.at('link'));
    const image = await engine.buildImage(order(context, { args: { WORD: 'told' }, target: 'base' }));
    assert.match(image.id, /^sha256:[0-9a-f]{64}$/);
    assert.equal(image.user, '1000');
    assert.equal(image.workdir, '/context');
    assert.ok(image.env.includes('WORD=told'));
    await using container = await engine.start(await containerOrder(image.id, { runId: 'context' }));
    const script = `test -L link && test -e kept && test -e folder/kept && ! test -e left && ! test -e folder/left`;
    const result = await container.sampler.execute(
      inShell(script, { argv: ['/bin/busybox', 'sh', '-c', script], cwd: '/context' }),
    );
    assert.deepEqual([result.status, result.exitCode, result.error], ['exited', 0, null]);
  });

  test('the same again is the same image, found without building', async () => {
    await using context = await contextOf(
      'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "true"]\n',
    );
    const first = await engine.buildImage(order(context));
    const second = await engine.buildImage(order(context));
    assert.equal(first.id, second.id);
    assert.match(await readFile(context.at('build.log'), 'utf8'), /Using cache/);
  });

  test('a Dockerfile that fails says why, and leaves neither container nor layer', async () => {
    await using context = await contextOf(`FROM scratch
COPY busybox /bin/busybox
ENV ONLY=here
RUN ["/bin/busybox", "sh", "-c", "echo the disk is made of cheese >&2; exit 7"]
`);
    const before = await images();
    await assert.rejects(engine.buildImage(order(context)), (error: unknown) => {
      assert.ok(error instanceof AssayError && error.code === 'infrastructure');
      assert.match(error.message, /does not build: .*returned a non-zero code: 7/);
      assert.ok(error.cause instanceof ImageBuildFailure);
      assert.match(error.cause.log, /the disk is made of cheese/);
      return true;
    });
    assert.match(await readFile(context.at('build.log'), 'utf8'), /made of cheese/);
    assert.deepEqual(await images(), before);
    assert.deepEqual(await containers(), []);
  });

  test('a Dockerfile that is missing or cannot be read is a failed build too', async () => {
    await using context = await contextOf('FROM scratch\nBAKE bread\n');
    await assert.rejects(engine.buildImage(order(context)), isBuildFailure(/unknown instruction: BAKE/));
    await assert.rejects(
      engine.buildImage(order(context, { dockerfile: 'Other' })),
      isBuildFailure(/Cannot locate specified Dockerfile/),
    );
  });

  test('interrupting it leaves neither container nor layer', async () => {
    await using context = await contextOf(`FROM scratch
COPY busybox /bin/busybox
ENV ONLY=there
RUN ["/bin/busybox", "sleep", "60"]
`);
    const before = await images();
    const signal = AbortSignal.timeout(1500);
    await assert.rejects(engine.buildImage(order(context, { signal })), { code: 'interrupted' });
    assert.deepEqual(await images(), before);
    assert.deepEqual(await containers(), []);
  });

  test('a build whose process is killed leaves neither container nor layer after the next start', async () => {
    await using context = await contextOf(`FROM scratch
COPY busybox /bin/busybox
ENV ONLY=killed
RUN ["/bin/busybox", "sleep", "60"]
`);
    const before = await images();
    const script = fileURLToPath(new URL('builder.ts', import.meta.url));
    const builder = spawn(process.execPath, [script, daemon.socketPath, context.path]);
    const log = () => readFile(context.at('build.log'), 'utf8').catch(() => '');
    assert.ok(await eventually(async () => /Step 4.*Running in/s.test(await log())));
    const workspace = { logsDir: context.path, stateDir: context.path } as Workspace;
    await recoverContainers(workspace);
    assert.notDeepEqual(await images(), before, 'a build that goes on is left alone');
    builder.kill('SIGKILL');
    await once(builder, 'close');
    await recoverContainers(workspace);
    assert.deepEqual(await images(), before);
    assert.deepEqual(await containers(), []);
    assert.deepEqual(await unfinishedBuilds(context.path), []);
  });

  test('of built images the last wanted stay, with their stages, and nobody else’s is touched', async () => {
    await using context = await contextOf('');
    const client = await engineClient(daemon.socketPath);
    await reapImages(client, 0, 0);
    const foreign = await images();
    const build = async (name: string) => {
      const stage = `FROM scratch AS first\nCOPY busybox /${name}\n`;
      await writeFile(context.at('Dockerfile'), `${stage}FROM scratch\nCOPY --from=first /${name} /last\n`);
      return engine.buildImage(order(context, { labels: { 'assay.test': name } }));
    };
    const a = await build('a');
    const b = await build('b');
    const again = await build('a');
    assert.equal(again.id, a.id);
    assert.equal(await reapImages(client, 1, 3_600_000), 0, 'they may be wanted by another process');
    assert.equal(await reapImages(client, 1, 0), 2);
    assert.ok((await images()).includes(a.id) && !(await images()).includes(b.id));
    assert.equal(await reapImages(client, 0, 0), 2);
    assert.deepEqual(await images(), foreign);
  });
});

function isBuildFailure(said: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof AssayError && error.cause instanceof ImageBuildFailure);
    assert.match(error.cause.log, said);
    return true;
  };
}
