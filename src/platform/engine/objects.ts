import { setTimeout as delay } from 'node:timers/promises';
import { asking, type EngineClient, engineError, isBusy, isMissing, isRefusal } from './client.ts';
import type { EngineInfo } from './engine.ts';
import type { Labels } from './labels.ts';

interface NetworkOrder {
  readonly name: string;
  readonly labels: Labels;
  readonly runtime: EngineInfo['runtime'];
}

/** A network whose containers reach each other and nothing else, this machine included. It goes with the stack. */
export async function createNetwork(
  client: EngineClient,
  made: AsyncDisposableStack,
  { name, labels, runtime }: NetworkOrder,
): Promise<string> {
  made.defer(() => removeNetwork(client, name));
  await asking(client, `creating network ${name}`, (docker) =>
    docker.createNetwork({
      Name: name,
      Driver: 'bridge',
      Internal: true,
      Labels: { ...labels },
      // Docker would give this machine an address in it, and the containers a route to that.
      ...(runtime === 'docker' ? { Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } } : {}),
    }),
  );
  return name;
}

/** Whatever it does, and the volumes that its image asked for. It is gone afterwards, not only going. */
export async function removeContainer(client: EngineClient, name: string): Promise<void> {
  const container = client.docker.getContainer(name);
  await removing(client, `container ${name}`, () => container.remove({ force: true, v: true }));
}

export async function removeNetwork(client: EngineClient, name: string): Promise<void> {
  await removing(client, `network ${name}`, () => client.docker.getNetwork(name).remove());
}

export async function removeVolume(client: EngineClient, name: string): Promise<void> {
  await removing(client, `volume ${name}`, () => client.docker.getVolume(name).remove());
}

/** How often and how long a removal is repeated while the engine is busy with the same thing, 10 s in all. */
const ATTEMPTS = 500;
const ATTEMPT_MS = 20;

/** Until the engine does not know it any more. An engine that is gone is no error: nobody can do more now. */
async function removing(client: EngineClient, what: string, remove: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await remove();
    } catch (error) {
      if (isMissing(error) || !isRefusal(error)) return;
      if (!isBusy(error) || attempt === ATTEMPTS) throw engineError(client, `removing ${what}`, error);
      await delay(ATTEMPT_MS);
    }
  }
}
