import { execFileSync } from 'node:child_process';
import { ROOT } from '../scripts/command.ts';
import type { ContainerEnvironment } from '../src/config/plan.ts';
import { formatValue } from '../src/core/unit.ts';
import { fingerprint } from '../src/environment/fingerprint.ts';
import { preflight } from '../src/measure/container/preflight.ts';
import type { Engine } from '../src/platform/engine/engine.ts';
import { openEngine } from '../src/platform/engine/open.ts';
import { startSampler } from '../src/platform/sampler/sampler.ts';
import { median } from '../src/stats/descriptive.ts';
import { busyboxImage, containerOrder } from '../test/kit/engine.ts';
import { createProject, type Project } from '../test/kit/project.ts';
import { medianRatio } from './bootstrap.ts';
import { interleave, seconds } from './interleave.ts';
import { type BenchContext, type Outcome, repetitions } from './outcome.ts';

const BLOCKS = 20;
/** Executions of one side in a row within a block. */
const BATCH = 200;
/** To the first sample in a container, against `docker run`. */
const FIRST_SAMPLE_BOUND = 1.3;
/** A sampler in a container takes samples as often as one on the host; the rest is what the ratio may be off by. */
const RATE_BOUND = 1.1;
/** Asking for what is needed and reading the environment, before anything is built. */
const LIMIT_S = 0.15;

/** The same resources for both sides: `--cpus 1 --memory 256m`, nothing that can be written, no network. */
const ENVIRONMENT = { kind: 'container', cpus: 1, memory: '256MiB' };

/** Measuring in containers: how soon, how often, and what it asks before. */
export async function benchContainers(context: BenchContext): Promise<readonly Outcome[]> {
  const engine = await openEngine(null);
  const { id } = await busyboxImage(engine);
  return [
    await firstSample(engine, id, context),
    await samplingRate(engine, id, context),
    await beforehand(engine, id, context),
  ];
}

async function firstSample(engine: Engine, image: string, context: BenchContext): Promise<Outcome> {
  await using project = await benchProject(image);
  using network = bridge(engine);
  const bare: number[] = [];
  const onHost: number[] = [];
  // Trees and compiled code are there from the warm-up, as the image is for the peer.
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    {
      ours: async () => {
        onHost.push(await untilFirstSample(project, 'host'));
        return untilFirstSample(project, 'small');
      },
      theirs: async () => {
        bare.push(await dockerRun(engine, image, 'none'));
        return dockerRun(engine, image, network.name);
      },
    },
    context,
  );
  return {
    name: 'To the first sample in a container',
    peer: 'docker run of the same image, to its end',
    rows: [
      {
        label: 'assay run --env small, until its first sample',
        value: formatValue(median(pairs.map(({ ours }) => ours)), 's'),
      },
      {
        label: 'docker run, in a bridge network as it comes',
        value: formatValue(median(pairs.map(({ theirs }) => theirs)), 's'),
      },
      { label: 'docker run --network none, as Assay has it', value: formatValue(median(bare), 's') },
      {
        label: 'assay run --env host, until its first sample',
        value: formatValue(median(onHost), 's'),
      },
    ],
    ratio: { ...medianRatio(pairs), bound: FIRST_SAMPLE_BOUND },
    pairs,
    note: 'Same limits of processors, memory and root. Ours includes what the peer does not do: loading Assay, recording the run, reading the environment.',
  };
}

/** Docker's own default network, made anew: the one that comes with it is not there on every machine. */
function bridge({ info }: Engine): Disposable & { readonly name: string } {
  const name = `assay-bench-${process.pid}`;
  const docker = (...args: string[]) =>
    execFileSync('docker', ['--host', `unix://${info.socketPath}`, ...args], { stdio: 'ignore' });
  docker('network', 'create', '--internal', name);
  return { name, [Symbol.dispose]: () => docker('network', 'rm', name) };
}

function benchProject(image: string): Promise<Project> {
  return createProject({
    'assay.yaml': JSON.stringify({
      version: 1,
      benchmarks: { work: { command: ['/bin/true'], samples: 1, warmup: 0 } },
      environments: { small: { ...ENVIRONMENT, image } },
    }),
  });
}

/** Seconds from the start of the process to the moment before the first execution, as it is stored. */
async function untilFirstSample(project: Project, environment: string): Promise<number> {
  const startedMs = Date.now();
  const { run } = await project.json('run', '--env', environment, '--share-machine');
  await using store = await project.store();
  const { started_at: at } = await store.db
    .selectFrom('execution')
    .select('started_at')
    .where('run_id', '=', run)
    .executeTakeFirstOrThrow();
  return (Date.parse(at) - startedMs) / 1000;
}

async function dockerRun({ info }: Engine, image: string, network: string): Promise<number> {
  const host = ['--host', `unix://${info.socketPath}`];
  const options = ['--rm', `--network=${network}`, '--log-driver=none'];
  const limits = ['--cpus=1', '--memory=256m', '--read-only'];
  return seconds(() =>
    execFileSync('docker', [...host, 'run', ...options, ...limits, image, '/bin/true'], { stdio: 'ignore' }),
  );
}

/** The same static program in both, so that only where it runs differs. */
const TRUE = ['/bin/busybox', 'true'];

async function samplingRate(engine: Engine, image: string, context: BenchContext): Promise<Outcome> {
  await using host = await startSampler();
  await using container = await engine.start(await containerOrder(image));
  const batch = ({ execute }: Pick<typeof host, 'execute'>): Promise<number> =>
    seconds(async () => {
      for (let i = 0; i < BATCH; i++) {
        const { exitCode } = await execute({
          ...{ argv: TRUE, env: {}, cwd: '/' },
          ...{ stdout: { kind: 'null' }, stderr: { kind: 'null' } },
        });
        if (exitCode !== 0) throw new Error(`${TRUE.join(' ')} ended with ${exitCode}`);
      }
    });
  const of = (sampler: typeof host) => () => batch({ execute: (request) => sampler.execute(request) });
  const pairs = await interleave(
    repetitions(BLOCKS, context),
    { ours: of(container.sampler), theirs: of(host) },
    context,
  );
  const rate = (times: number[]): string => `${Math.round(BATCH / median(times))} samples/s`;
  return {
    name: 'How often samples are taken in a container',
    peer: 'the same sampler on the host',
    rows: [
      { label: 'in a container', value: rate(pairs.map((pair) => pair.ours)) },
      { label: 'on the host', value: rate(pairs.map((pair) => pair.theirs)) },
    ],
    ratio: { ...medianRatio(pairs), bound: RATE_BOUND },
    pairs,
    note: `${pairs.length} blocks of ${BATCH} executions of ${TRUE.join(' ')} on each side.`,
  };
}

async function beforehand(engine: Engine, image: string, context: BenchContext): Promise<Outcome> {
  const environment: ContainerEnvironment = {
    ...{ kind: 'container', name: 'small', engine: null, image: { kind: 'reference', reference: image } },
    ...{ cpus: 1, cpuset: null, memoryBytes: 2 ** 28, pids: 100, nofile: 1024, shmBytes: null },
    ...{ network: 'none', root: 'read-only', tmpfs: {}, volumes: {}, mounts: [], user: null },
    ...{ capabilities: [], devices: [], source: '/src', build: 'container', secrets: [], allow: [] },
  };
  const times: number[] = [];
  for (let i = -1; i < repetitions(BLOCKS, context); i++) {
    const taken = await seconds(async () => {
      await Promise.all([
        fingerprint({ worktree: ROOT }),
        preflight(await openEngine(engine.info.socketPath), environment),
      ]);
    });
    if (i >= 0) times.push(taken);
  }
  const typical = median(times);
  return {
    name: 'Preflight and fingerprint',
    peer: 'none',
    rows: [{ label: 'both, as a run does them', value: formatValue(typical, 's') }],
    ratio: null,
    limits: [
      {
        label: 'both',
        value: formatValue(typical, 's'),
        bound: `≤ ${formatValue(LIMIT_S, 's')}`,
        met: typical <= LIMIT_S,
      },
    ],
    note: `Median of ${times.length} in one process.`,
  };
}
