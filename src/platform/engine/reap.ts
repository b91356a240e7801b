import { isAlive } from '../owner.ts';
import { asking, type EngineClient } from './client.ts';
import type { Reaped } from './engine.ts';
import { isOurName, type Labels, OWNED, ownerOf, pidNamespace } from './labels.ts';
import { reapImages } from './layers.ts';
import { removeContainer, removeNetwork, removeVolume } from './objects.ts';

/**
 * Removes what a process left that is gone: containers first, since they hold the others. Then the built
 * images that were wanted longest ago. All is found by our labels and names, so nobody else's is touched.
 */
export async function reap(client: EngineClient): Promise<Reaped> {
  const [containers, networks, { Volumes: volumes }] = await asking(
    client,
    'looking for leftovers',
    (docker) =>
      Promise.all([
        docker.listContainers({ all: true, filters: OWNED }),
        docker.listNetworks({ filters: OWNED }),
        docker.listVolumes({ filters: OWNED }),
      ]),
  );
  const removed = { containers: 0, networks: 0, volumes: 0 };
  for (const { Id } of containers.filter(
    ({ Names, Labels }) => isOurName(Names[0]) && isAbandoned({ Labels }),
  )) {
    await removeContainer(client, Id);
    removed.containers++;
  }
  for (const { Id } of networks.filter(isAbandoned)) {
    await removeNetwork(client, Id);
    removed.networks++;
  }
  for (const { Name } of (volumes ?? []).filter(isAbandoned)) {
    await removeVolume(client, Name);
    removed.volumes++;
  }
  return { ...removed, images: await reapImages(client) };
}

/**
 * A label of ours with an owner that nobody can read is left alone: we did not write it. So is that of a process in
 * another container or distribution, whose number means nothing here.
 */
function isAbandoned({ Labels }: { readonly Labels?: Labels | null | undefined }): boolean {
  const owner = ownerOf(Labels);
  return owner !== null && owner.pidNamespace === pidNamespace() && !isAlive(owner);
}
