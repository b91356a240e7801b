import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { RunResultSchema } from '../../src/cli/schemas/run.ts';
import { runCommand } from '../../src/platform/process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** One folder with the packed package, a place where it is installed, and a project. */
let folder: string;
let installed: string;

async function done(
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(argv, { cwd, env });
  assert.equal(exitCode, 0, `${argv.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-package-'));
  await done(['npm', 'pack', '--silent', '--pack-destination', folder], ROOT);
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  const prefix = join(folder, 'prefix');
  await done(
    [
      'npm',
      'install',
      '--global',
      '--no-audit',
      '--no-fund',
      '--prefix',
      prefix,
      join(folder, `assay-${version}.tgz`),
    ],
    folder,
  );
  installed = join(prefix, 'bin', 'assay');
});

after(() => rm(folder, { recursive: true, force: true }));

/** A PATH whose `node` is not ours and does not work. */
async function foreignNode(): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, 'foreign');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'node'), '#!/bin/sh\necho "the wrong node was started" >&2\nexit 99\n', {
    mode: 0o755,
  });
  return { ...process.env, PATH: `${bin}:${process.env.PATH}`, XDG_CACHE_HOME: join(folder, 'cache') };
}

test('the installed package measures a project, whatever node is on PATH', async () => {
  const env = await foreignNode();
  const project = join(folder, 'a project');
  await mkdir(project);
  await writeFile(
    join(project, 'assay.yaml'),
    'benchmarks:\n  nothing:\n    command: ["true"]\n    samples: 3\n    warmup: 0\n',
  );
  await done(['git', 'init', '--quiet'], project);
  await done(['git', 'add', '--all'], project);
  await done(
    [
      'git',
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.invalid',
      'commit',
      '--quiet',
      '--message',
      'first',
    ],
    project,
  );
  const result = RunResultSchema.parse(JSON.parse(await done([installed, 'run', '--json'], project, env)));
  assert.equal(result.measurements.find(({ metric }) => metric === 'wall')?.summary?.n, 3);
  await done([installed, 'report'], project, env);
  await done([installed, 'verify', 'results'], project, env);
});

test('the checkout works from any directory and through a link, whatever node is on PATH', async () => {
  const env = await foreignNode();
  const link = join(folder, 'assay-link');
  await symlink(join(ROOT, 'bin', 'assay'), link);
  assert.match(await done([link, '--version'], '/', env), /^\d+\.\d+\.\d+\n$/);
});

test('a checkout that was not installed says what to do', async () => {
  const bare = join(folder, 'bare');
  await mkdir(join(bare, 'bin'), { recursive: true });
  await done(['cp', join(ROOT, 'bin', 'assay'), join(bare, 'bin', 'assay')], folder);
  const { exitCode, stderr } = await runCommand([join(bare, 'bin', 'assay'), '--version'], { cwd: folder });
  assert.equal(exitCode, 4);
  assert.match(stderr, /make install/);
});
