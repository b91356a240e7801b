import type { ImageInspectInfo } from 'dockerode';
import { AssayError } from '../../core/error.ts';
import { type EngineClient, engineError, isMissing } from './client.ts';
import type { EngineImage } from './engine.ts';

/** Nothing is pulled: what a run measures must not depend on what a registry offers at that moment. */
export async function findImage(client: EngineClient, reference: string): Promise<EngineImage> {
  try {
    return imageOf(await client.docker.getImage(reference).inspect());
  } catch (error) {
    if (!isMissing(error)) throw engineError(client, `looking for image ${reference}`, error);
    throw new AssayError(
      'infrastructure',
      `the container engine at ${client.socketPath} has no image ${reference}`,
      { hint: `docker pull ${reference}, or build it; Assay never pulls by itself`, cause: error },
    );
  }
}

function imageOf({ Id, RepoDigests, Config }: ImageInspectInfo): EngineImage {
  return {
    // Podman leaves the algorithm out.
    id: Id.startsWith('sha256:') ? Id : `sha256:${Id}`,
    repoDigests: RepoDigests ?? [],
    user: Config.User ?? '',
    workdir: Config.WorkingDir || '/',
    env: Config.Env ?? [],
  };
}
