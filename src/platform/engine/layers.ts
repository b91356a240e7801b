import { setTimeout as delay } from 'node:timers/promises';
import type { BuildRest } from './build-trace.ts';
import { asking, type EngineClient, isMissing, isRefusal } from './client.ts';
import { BUILT_LABEL } from './labels.ts';
import { removeContainer } from './objects.ts';

/** Where what we built has a name, so that it is known when it was last wanted, and that it is ours. */
export const BUILT_REPOSITORY = 'assay-build';

export function builtName(key: string, stage?: number): string {
  return `${BUILT_REPOSITORY}:${key}${stage === undefined ? '' : `-stage-${stage}`}`;
}

/** Stages before the last have neither our label nor a name: named, they are found when their image goes. */
export async function nameStages(
  client: EngineClient,
  key: string,
  stages: readonly string[],
  startedMs: number,
): Promise<void> {
  for (const [i, id] of stages.entries()) {
    if (!(await isNew(client, id, startedMs))) continue;
    await client.docker.getImage(id).tag({ repo: BUILT_REPOSITORY, tag: `${key}-stage-${i + 1}` });
  }
}

/** How long an engine may take to end a build that nobody waits for any more. */
const CANCEL_MS = 5000;

/**
 * Removes the layers that a build made before it failed, the last first. Its container is the engine's to
 * remove, which takes a moment when it is interrupted; an engine that was killed itself leaves it. A layer that
 * others stand on stays. Gives whether all was done: not, where nobody answers.
 */
export async function removeRest(client: EngineClient, rest: BuildRest): Promise<boolean> {
  const { container, mentioned, startedMs } = rest;
  const deadline = performance.now() + CANCEL_MS;
  try {
    while (container !== null && (await stateOfIts(client, container, rest)) === 'running') {
      if (performance.now() > deadline) return false;
      await delay(20);
    }
    if (container !== null && (await stateOfIts(client, container, rest)) === 'stopped') {
      await removeContainer(client, container);
    }
    for (const id of mentioned.toReversed()) {
      if (await isNew(client, id, startedMs)) await client.docker.getImage(id).remove({ noprune: true });
    }
    return true;
  } catch (error) {
    return isRefusal(error);
  }
}

/** Of the container of a build. What a command prints can name any other: its own stands on an image of the build. */
async function stateOfIts(
  client: EngineClient,
  id: string,
  { mentioned, startedMs }: BuildRest,
): Promise<'running' | 'stopped' | 'gone'> {
  try {
    const { Created, Image, State } = await client.docker.getContainer(id).inspect();
    const image = Image.replace(/^sha256:/, '');
    if (Date.parse(Created) < startedMs || !mentioned.some((name) => image.startsWith(name))) return 'gone';
    return State.Running ? 'running' : 'stopped';
  } catch (error) {
    if (isMissing(error)) return 'gone';
    throw error;
  }
}

/**
 * Whether the image was made since then and belongs to nobody: what a command prints during a build can look
 * like a layer, and a base image is mentioned too.
 */
async function isNew(client: EngineClient, id: string, sinceMs: number): Promise<boolean> {
  const image = await client.docker
    .getImage(id)
    .inspect()
    .catch((error: unknown) => {
      if (isRefusal(error)) return null;
      throw error;
    });
  if (image === null) return false;
  const { Created, RepoTags } = image;
  return (RepoTags ?? []).length === 0 && Date.parse(Created) >= sinceMs;
}

/** Built images kept for later runs, as many as trees. */
const KEPT = 8;

/** One wanted within this time may be about to be started by another process. */
const RECENT_MS = 3_600_000;

/**
 * Removes the built images that were wanted longest ago, and those whose name went to a newer one. Gives how
 * many. One in use stays.
 */
export async function reapImages(client: EngineClient, kept = KEPT, recentMs = RECENT_MS): Promise<number> {
  const { named, nameless } = await builtImages(client);
  const builds = Map.groupBy(named, ({ name }) => keyOf(name));
  const newestFirst = [...builds.values()].sort((a, b) => lastWanted(b) - lastWanted(a));
  const surplus = [...newestFirst.slice(kept), ...nameless.map((image) => [image])];
  let removed = 0;
  for (const { name } of surplus.filter((build) => Date.now() - lastWanted(build) > recentMs).flat()) {
    try {
      await client.docker.getImage(name).remove();
      removed++;
    } catch (error) {
      if (!isRefusal(error)) return removed;
    }
  }
  return removed;
}

interface Built {
  /** By which it is removed: its id where it has no name. */
  readonly name: string;
  readonly wantedMs: number;
}

async function builtImages(client: EngineClient): Promise<{ named: Built[]; nameless: Built[] }> {
  return asking(client, 'looking for built images', async (docker) => {
    const [labelled, tagged] = await Promise.all([
      docker.listImages({ filters: { label: [BUILT_LABEL] } }),
      docker.listImages({ filters: { reference: [BUILT_REPOSITORY] } }),
    ]);
    const names = tagged.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => keyOf(name) !== '');
    const named = names.map(async (name) => {
      const image = await inspectTag(client, name);
      return image ? [{ name, wantedMs: Date.parse(image.Metadata?.LastTagTime ?? image.Created) }] : [];
    });
    const nameless = labelled
      .filter(({ RepoTags }) => (RepoTags ?? []).every((name) => name === '<none>:<none>'))
      .map(({ Id, Created }) => ({ name: Id, wantedMs: Created * 1000 }));
    return { named: (await Promise.all(named)).flat(), nameless };
  });
}

/** `null` where it went meanwhile: another process may reap at the same time. */
async function inspectTag({ docker }: EngineClient, name: string): Promise<Tagged | null> {
  try {
    return await docker.getImage(name).inspect();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Building the same again names it again, also where nothing had to be done. Podman does not tell. */
interface Tagged {
  readonly Created: string;
  readonly Metadata?: { readonly LastTagTime?: string };
}

/** Of a name that we gave, whatever the engine put before it; empty where it is another's. */
function keyOf(name: string): string {
  return (
    new RegExp(`^(?:docker.io/library/|localhost/)?${BUILT_REPOSITORY}:([0-9a-f]{16})(?:-stage-\\d+)?$`).exec(
      name,
    )?.[1] ?? ''
  );
}

function lastWanted(build: readonly Built[]): number {
  return Math.max(...build.map(({ wantedMs }) => wantedMs));
}
