import { asking, type EngineClient } from './client.ts';
import { sharedFolders } from './folders-archive.ts';
import type { Labels } from './labels.ts';
import { removeContainer, removeVolume } from './objects.ts';

interface VolumesOrder {
  readonly name: string;
  readonly labels: Labels;
  readonly imageId: string;
  /** Absolute paths in the container. */
  readonly paths: readonly string[];
}

/** An empty volume for each path, for every user to write; gives their names by path. They go with the stack. */
export async function createVolumes(
  client: EngineClient,
  made: AsyncDisposableStack,
  order: VolumesOrder,
): Promise<ReadonlyMap<string, string>> {
  const volumes = new Map<string, string>();
  for (const path of order.paths) {
    const name = `${order.name}-volume-${volumes.size + 1}`;
    made.defer(() => removeVolume(client, name));
    await asking(client, `creating volume ${name}`, (docker) =>
      docker.createVolume({ Name: name, Labels: { ...order.labels } }),
    );
    volumes.set(path, name);
  }
  if (volumes.size > 0) await openToAll(client, order, [...volumes.values()]);
  return volumes;
}

/** Where the volumes are while they are prepared. */
const FOLDER = '.assay-volumes';

/**
 * A new volume is root's. Its permissions are set through a container that is never started: the engine unpacks
 * nothing into one whose root is read-only, and nothing of the image must be able to run as root for it.
 */
async function openToAll(
  client: EngineClient,
  order: VolumesOrder,
  volumes: readonly string[],
): Promise<void> {
  const name = `${order.name}-volumes`;
  await using made = new AsyncDisposableStack();
  made.defer(() => removeContainer(client, name));
  await asking(client, `preparing volumes for container ${order.name}`, async (docker) => {
    const container = await docker.createContainer({
      name,
      Image: order.imageId,
      Labels: { ...order.labels },
      Entrypoint: ['/never-started'],
      HostConfig: {
        NetworkMode: 'none',
        Mounts: volumes.map((volume, i) => ({
          Type: 'volume',
          Source: volume,
          Target: `/${FOLDER}/${i}`,
          ReadOnly: false,
        })),
      },
    });
    await container.putArchive(sharedFolders(volumes.map((_, i) => `${FOLDER}/${i}`)), { path: '/' });
  });
}
