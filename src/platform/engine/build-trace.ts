import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { currentOwner, isAlive, type Owner } from '../owner.ts';

/** What a build has made so far, as far as the engine's text can be believed. */
export interface BuildRest {
  readonly startedMs: number;
  /** In which a command ran last; `null` before the first. */
  readonly container: string | null;
  /** Names of images, bases and layers, in their order. */
  readonly mentioned: readonly string[];
}

/** Layers of a build bear no mark of ours: what it made stands in a file until nothing of it is left to remove. */
export interface BuildTrace {
  note(kind: 'image' | 'container', id: string): void;
  forget(): void;
}

const SUFFIX = '.unfinished';

interface Heading {
  readonly owner: Owner;
  readonly socketPath: string;
  readonly startedMs: number;
}

/** Beside the log. Where it cannot be written, on a full disk, the build itself has more to say. */
export function traceBuild(logPath: string, socketPath: string, startedMs: number): BuildTrace {
  const owner = currentOwner();
  const path = `${logPath}.${owner.pid}-${owner.startTicks}${SUFFIX}`;
  const heading: Heading = { owner, socketPath, startedMs };
  const trying = (action: () => void): void => {
    try {
      action();
    } catch {
      // Then nobody knows after our death what the build had made.
    }
  };
  trying(() => writeFileSync(path, `${JSON.stringify(heading)}\n`));
  return {
    note: (kind, id) => trying(() => appendFileSync(path, `${kind} ${id}\n`)),
    forget: () => rmSync(path, { force: true }),
  };
}

/** A build whose process is gone. */
export interface UnfinishedBuild extends BuildRest {
  readonly socketPath: string;
  /** Of the file that tells of it. */
  readonly path: string;
}

/** Those whose logs are in this folder. */
export async function unfinishedBuilds(folder: string): Promise<UnfinishedBuild[]> {
  const names = await readdir(folder).catch(() => []);
  const found: UnfinishedBuild[] = [];
  for (const name of names.filter((each) => each.endsWith(SUFFIX))) {
    const path = join(folder, name);
    const [first = '', ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
    const heading = headingIn(first);
    if (heading === null) await rm(path, { force: true });
    else if (!isAlive(heading.owner)) {
      const ids = (kind: string) =>
        lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
      const { socketPath, startedMs } = heading;
      found.push({
        ...{ path, socketPath, startedMs },
        ...{ mentioned: ids('image'), container: ids('container').at(-1) ?? null },
      });
    }
  }
  return found;
}

/** `null` where the disk was full, or the process died, in the middle of it. */
function headingIn(line: string): Heading | null {
  try {
    return JSON.parse(line) as Heading;
  } catch {
    return null;
  }
}
