import type { ContainerEnvironment } from '../../config/plan.ts';
import { caseLabel } from '../../core/case.ts';
import { containerRecord } from '../../environment/container-record.ts';
import type { StartedContainer } from '../../environment/record.ts';
import type { CgroupLimitReading } from '../../platform/cgroup/reading.ts';
import type { ContainerMount, Engine, EngineImage, RunningContainer } from '../../platform/engine/engine.ts';
import { openEngine } from '../../platform/engine/open.ts';
import { ensureSampler } from '../../platform/sampler/binary.ts';
import type { Sampler } from '../../platform/sampler/sampler.ts';
import { type Executor, executorIn } from '../executor.ts';
import { hostBuilder } from '../host.ts';
import type { Unavailable } from '../recorder.ts';
import type { CaseOrder, Prepared, PrepareOrder, Site } from '../site.ts';
import { prepareTree, type Tree } from '../tree.ts';
import type { Workspace } from '../workspace.ts';
import { containerBuilder } from './builder.ts';
import { imageOfTree } from './image.ts';
import { checkLimits, limitsInForce } from './limits.ts';
import { resolveMounts } from './mounts.ts';
import { limitsOf, measuringOrder, OUTPUT } from './order.ts';
import { claimOutputRoot, outputFolder } from './output-folder.ts';
import { preflight } from './preflight.ts';
import { secretFiles } from './secret-files.ts';
import { containerSurroundings } from './surroundings.ts';
import { checkReadable, commandUser, ownIds } from './user.ts';

export interface ContainerSiteOptions {
  readonly environment: ContainerEnvironment;
  readonly workspace: Workspace;
  /** Of this host: builds there what is not built in a container. */
  readonly sampler: Sampler;
  readonly signal: AbortSignal;
}

/** What a site keeps as long as it is open. */
interface Ground {
  readonly environment: ContainerEnvironment;
  readonly engine: Engine;
  readonly sampler: Sampler;
  readonly samplerPath: string;
  /** As they are now: what a command did to a folder that it may write must not lead the next one out of it. */
  readonly mounts: () => Promise<readonly ContainerMount[]>;
  readonly outputRoot: string;
  /** The image of every side; `null` where each builds its own. */
  readonly image: EngineImage | null;
}

/**
 * Containers of the engine that the environment names. All that it cannot give is told here at once, before
 * anything is built; what a dead process left at the engine is removed.
 */
export async function containerSite(options: ContainerSiteOptions): Promise<Site> {
  const { environment, workspace, sampler, signal } = options;
  await using stack = new AsyncDisposableStack();
  const mounts = () => resolveMounts(environment, workspace);
  await mounts();
  const engine = await openEngine(environment.engine, signal);
  const image = await preflight(engine, environment);
  // Nothing waits for it before something is made there.
  const reaped = engine.reap();
  reaped.catch(() => {});
  const outputRoot = await claimOutputRoot(workspace, engine.info.socketPath, stack);
  const samplerPath = await ensureSampler({ signal });
  const ground = { environment, engine, sampler, samplerPath, mounts, outputRoot, image };
  const opened = stack.move();
  return {
    environment,
    sampler,
    unavailable: countersUnavailable(environment, sampler),
    describe: (host) => containerRecord(host, { environment, engine: engine.info, image }),
    async prepare(order) {
      await reaped;
      return prepare(ground, order);
    },
    open: (order) => open(ground, order),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Processors count events for those only who may look: engines keep containers from it. */
const COUNTER_CAPABILITIES = ['PERFMON', 'SYS_ADMIN'];

/** Known before any container is: how many metrics are compared decides how each is judged. */
function countersUnavailable({ capabilities }: ContainerEnvironment, { hello }: Sampler): Unavailable {
  const { perf } = hello;
  const may = capabilities.some((name) => COUNTER_CAPABILITIES.includes(name.replace(/^CAP_/, '')));
  if (perf.available && may) return new Map();
  const reason = perf.available ? 'a container needs the capability PERFMON for it' : perf.reason;
  return new Map(['instructions', 'cycles'].map((name) => [name, reason]));
}

async function prepare(ground: Ground, order: PrepareOrder): Promise<Prepared> {
  const started = performance.now();
  const image = ground.image ?? (await ownImage(ground, order));
  const imageS = (performance.now() - started) / 1000;
  const tree = await builtTree(ground, image, order);
  return { image, tree: { ...tree, buildS: tree.buildS + (ground.image === null ? imageS : 0) } };
}

async function ownImage({ environment, engine }: Ground, order: PrepareOrder): Promise<EngineImage> {
  const { image: source, name } = environment;
  if (source.kind !== 'dockerfile') throw new Error('only a Dockerfile is built');
  const { revision, workspace, signal } = order;
  const tree = await unbuiltTree(order);
  await order.recorded;
  return imageOfTree({ engine, environment: name, source, revision, tree, workspace, signal });
}

function unbuiltTree(order: PrepareOrder): Promise<Tree> {
  const builder = { key: null, run: () => Promise.reject(new Error('there is nothing to build')) };
  return prepareTree({ ...order, builder, build: null });
}

function builtTree(ground: Ground, image: EngineImage, order: PrepareOrder): Promise<Tree> {
  const { environment, sampler } = ground;
  const { build } = order.benchmark;
  if (build === null || environment.build === 'none') return unbuiltTree(order);
  const builder =
    environment.build === 'host'
      ? hostBuilder(sampler, order)
      : containerBuilder({ ...ground, image, order });
  return prepareTree({ ...order, builder, build });
}

async function open(ground: Ground, order: CaseOrder): Promise<Executor> {
  const { environment, engine, samplerPath } = ground;
  const { prepared, side, runId, signal } = order;
  const image = prepared.image!;
  await using stack = new AsyncDisposableStack();
  const output = { from: await outputFolder(ground.outputRoot, stack), to: OUTPUT, writable: true };
  const user = commandUser(environment.user, image.user, ownIds());
  if (environment.source !== null) await checkReadable(prepared.tree.root, user);
  const tree = environment.source === null ? [] : [treeMount(prepared.tree, environment.source)];
  const mounts = await ground.mounts();
  const container = await (async () => {
    // Its files may go as soon as the container has them.
    await using secrets = await secretFiles(environment.secrets, order.secrets);
    return await engine.start(
      measuringOrder(environment, {
        ...{ runId, role: side, imageId: image.id, samplerPath, signal },
        user,
        mounts: [...tree, output, ...mounts, ...secrets.mounts],
      }),
    );
  })();
  stack.use(container);
  const limits = limitsInForce(container);
  checkLimits(limitsOf(environment), limits);
  const started = startedContainer(order, container, image, limits);
  const shown = [output, ...mounts.filter(({ writable }) => writable)];
  const surroundings = containerSurroundings(
    { environment, container, image, shown, started, opened: stack.move() },
    order,
  );
  return executorIn(surroundings, order);
}

function treeMount({ root }: Tree, to: string): ContainerMount {
  return { from: root, to, writable: false };
}

function startedContainer(
  { side, benchmark, case: planned }: CaseOrder,
  { id }: RunningContainer,
  image: EngineImage,
  limits: CgroupLimitReading | null,
): StartedContainer {
  return {
    ...{ side, benchmark: benchmark.name, case: caseLabel(planned.params) },
    ...{ id, image: image.id, imageDigests: image.repoDigests, limits },
  };
}
