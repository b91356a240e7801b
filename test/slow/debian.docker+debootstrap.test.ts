import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { engineClient } from '../../src/platform/engine/client.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { runCommand } from '../../src/platform/process.ts';
import { type ContainerProject, containerProject, leftOf } from '../kit/container-project.ts';

const LIMITS = { kind: 'container', cpus: 1, memory: '256MiB' };

/** The same commands in both images: of coreutils and mawk with glibc in Debian, of static busybox in the other. */
const BENCHMARKS = {
  work: {
    build: "awk 'BEGIN { for (i = 0; i < 100000; i++) print (i * 7919) % 99991 }' > numbers",
    command: ['sort', '-n', '-o', '/dev/null', 'numbers'],
    samples: 5,
    warmup: 1,
  },
  linked: { command: ['grep', '-q', 'libc.so.6', '/proc/self/maps'], samples: 1, warmup: 0 },
};

describe('a whole Debian as the image', { timeout: 300_000 }, () => {
  let image: string;
  before(async () => {
    image = await debianImage();
  });
  after(async () => {
    const { docker } = await engineClient((await openEngine(null)).info.socketPath);
    await docker.getImage(image).remove();
  });

  async function projectIn(image: string): Promise<ContainerProject> {
    const { work, ...more } = BENCHMARKS;
    const environments = { debian: { ...LIMITS, image } };
    const project = await containerProject({ benchmark: work, environments });
    const config = JSON.parse(await readFile(join(project.root, 'assay.yaml'), 'utf8'));
    Object.assign(config.benchmarks, more);
    await project.commit('two benchmarks', { 'assay.yaml': JSON.stringify(config) });
    return project;
  }

  test('programs of glibc are built and measured in it, as the kernel counts them', async () => {
    await using project = await projectIn(image);
    const run = await project.json('run', '--env', 'debian');
    const of = (name: string, metric: string) => measurementOf(run, name, metric);
    assert.equal(of('linked', 'wall').status, 'measured', of('linked', 'wall').reason);
    assert.equal(of('work', 'wall').status, 'measured', of('work', 'wall').reason);
    assert.equal(run.executionEnvironment.containers[0].image, image);
    const [user, system, cgroup] = ['user', 'system', 'cgroup-cpu'].map((name) => of('work', name).samples);
    for (const [i, s] of cgroup.entries()) {
      const own = user[i] + system[i];
      assert.ok(s >= own - 0.01 && s < own + 0.05, `${s} s of the cgroup, ${own} s of the command`);
    }
    assert.deepEqual(await leftOf(project, run.run), []);
  });

  test('the image without any libc has other programs, and is measured by the same ruler', async () => {
    await using project = await projectIn(image);
    const busybox = await project.json('run', '--env', 'small');
    assert.equal(measurementOf(busybox, 'work', 'wall').status, 'measured');
    assert.equal(measurementOf(busybox, 'linked', 'wall').status, 'failed');

    const found = await project.json('calibrate', '--env', 'small', '--env', 'debian', '--probes', 'integer');
    const wall = found.rows.find(({ metric }: { metric: string }) => metric === 'wall');
    assert.equal(wall.status, 'measured', wall.reason);
    // The interval holds but once in a hundred runs; one that excludes even 5 % is of another ruler.
    const [low, high] = wall.interval;
    assert.ok(low < 1.05 && high > 0.95, `× [${low}, ${high}] for the same work`);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: tests name the fields they look at
function measurementOf(run: any, benchmark: string, metric: string): any {
  return run.measurements.find(
    (each: { benchmark: string; metric: string }) => each.benchmark === benchmark && each.metric === metric,
  );
}

/** Debian's essential packages, unpacked here as their installer does it, and imported as one layer. */
async function debianImage(): Promise<string> {
  // A path without spaces: debootstrap does not stand them.
  const folder = await mkdtemp(join(tmpdir(), 'assay-debian-'));
  try {
    const [root, archive] = [join(folder, 'root'), join(folder, 'root.tar')];
    await ran(['debootstrap', '--variant=minbase', 'bookworm', root]);
    await ran(['tar', '--create', '--numeric-owner', '--file', archive, '--directory', root, '.']);
    const { docker } = await engineClient((await openEngine(null)).info.socketPath);
    const [repo, tag] = ['assay-test-debian', randomUUID()];
    const said = (await docker.importImage(createReadStream(archive), { repo, tag })) as Readable;
    // What it says has to be read for it to go on; whether it succeeded shows in the image.
    await text(said);
    return (await docker.getImage(`${repo}:${tag}`).inspect()).Id;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ran(argv: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(argv);
  assert.equal(exitCode, 0, `${argv.join(' ')}\n${stdout.slice(-2000)}\n${stderr}`);
}
