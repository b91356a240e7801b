import { AssayError } from '../../core/error.ts';
import { isAlive, type Owner, processIdentity } from '../owner.ts';
import { connectSampler, type Sampler } from '../sampler/sampler.ts';
import type { SamplerEnd } from '../sampler/transport.ts';
import { attach } from './attach.ts';
import { asking, type EngineClient } from './client.ts';
import type { ContainerOrder, ContainerState, EngineInfo, RunningContainer } from './engine.ts';
import { labelsOf, nameOf } from './labels.ts';
import { inheritableLimits } from './limits.ts';
import { createNetwork, removeContainer } from './objects.ts';
import { refuseUnsafePaths } from './podman-paths.ts';
import { specification } from './specification.ts';
import { describeState, stateOf } from './state.ts';
import { createVolumes } from './volumes.ts';
import { type Watch, watchContainer } from './watch.ts';

/**
 * Creates what the order asks for, starts it and greets the sampler in it. Each thing is put on a stack
 * before it is made, and taken from there in reverse: whatever fails or is interrupted leaves nothing. The
 * requests themselves are not aborted, since the engine would carry them out all the same.
 */
export async function startContainer(
  client: EngineClient,
  runtime: EngineInfo['runtime'],
  order: ContainerOrder,
): Promise<RunningContainer> {
  await using made = new AsyncDisposableStack();
  const stop = (): void => {
    if (order.signal?.aborted)
      throw new AssayError('interrupted', 'interrupted', { cause: order.signal.reason });
  };
  stop();
  if (runtime === 'podman') refuseUnsafePaths(order);
  const name = nameOf(order);
  const labels = labelsOf(order);
  const network =
    order.network === 'isolated' ? await createNetwork(client, made, { name, labels, runtime }) : null;
  stop();
  const { imageId } = order;
  const volumes = await createVolumes(client, made, { name, labels, imageId, paths: order.volumes });
  stop();
  // Where none are named, Podman asks for more than a service without CAP_SYS_RESOURCE may have.
  const limits = runtime === 'podman' ? inheritableLimits() : null;
  const watch = made.use(await watchContainer(client, name));
  made.defer(() => removeContainer(client, name));
  const container = await asking(client, `creating container ${name}`, (docker) =>
    docker.createContainer(specification(order, { name, labels, network, volumes, hardLimits: limits })),
  );
  stop();
  const state = (): Promise<ContainerState> => stateOf(client, container.id, watch);
  const explainEnd = () => endOf(watch, state);
  const transport = await attach(client, { id: container.id, name, explainEnd });
  made.defer(() => transport.kill());
  stop();
  await asking(client, `starting container ${name}`, () => container.start());
  using _ending = onAbort(order.signal, () => transport.kill());
  stop();
  const [sampler, pid] = await Promise.all([
    connectSampler(transport),
    asking(client, `inspecting container ${name}`, () => container.inspect()).then(({ State }) => State.Pid),
  ]);
  if (pid > 0) made.defer(() => endProcess(processIdentity(pid)));
  made.use(sampler);
  stop();
  return running({ id: container.id, sampler, pid: pid > 0 ? pid : null, state }, made.move());
}

/** How long the engine may take to tell of the end that we saw. */
const END_KNOWN_MS = 3000;

async function endOf(watch: Watch, state: () => Promise<ContainerState>): Promise<SamplerEnd> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, END_KNOWN_MS);
  await Promise.race([watch.over, late.promise]);
  clearTimeout(timer);
  return { how: describeState(await state()) };
}

interface Parts {
  readonly id: string;
  readonly sampler: Sampler;
  readonly pid: number | null;
  readonly state: () => Promise<ContainerState>;
}

function running(parts: Parts, made: AsyncDisposableStack): RunningContainer {
  return { ...parts, [Symbol.asyncDispose]: () => made.disposeAsync() };
}

function onAbort(signal: AbortSignal | undefined, action: () => void): Disposable {
  signal?.addEventListener('abort', action, { once: true });
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', action) };
}

/**
 * The first process of a container whose engine is gone runs on, with what it runs: containerd keeps its input
 * open. It is on this machine, so it can be ended all the same, where we may. An engine that comes back removes
 * the rest.
 */
function endProcess(identity: Owner): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, 'SIGKILL');
  } catch {
    // Not ours to kill, or gone this moment.
  }
}
