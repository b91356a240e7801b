import { chmod, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../core/error.ts';
import type { ContainerMount } from '../../platform/engine/engine.ts';
import { currentOwner, isAlive } from '../../platform/owner.ts';
import type { Secrets } from '../../platform/secret.ts';
import { SECRETS } from './order.ts';

/** Of a folder in memory, statfs(2). */
const TMPFS_MAGIC = 0x01021994;

const PREFIX = 'assay-secrets-';

/** Files of secrets to be mounted, for as long as the container needs to start. */
export interface SecretFiles extends AsyncDisposable {
  readonly mounts: readonly ContainerMount[];
}

/**
 * Writes each secret to a file of its own in memory. A container that has it mounted keeps the file after its name
 * is gone, so disposing right after the start leaves the values where commands read them, and nowhere else.
 */
export async function secretFiles(names: readonly string[], secrets: Secrets): Promise<SecretFiles> {
  if (names.length === 0) return { mounts: [], [Symbol.asyncDispose]: async () => {} };
  const { pid, startTicks } = currentOwner();
  const folder = await mkdtemp(join(await memoryFolder(), `${PREFIX}${pid}-${startTicks}-`));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const mounts: ContainerMount[] = [];
    for (const name of names) {
      const from = join(folder, name);
      await writeFile(from, revealed(name, secrets), { mode: 0o444, flag: 'wx' });
      await chmod(from, 0o444); // whatever the umask: the user of the container reads it
      mounts.push({ from, to: `${SECRETS}/${name}`, writable: false });
    }
    return { mounts, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Removes what processes left that were killed while they started a container. */
export async function removeAbandonedSecrets(): Promise<void> {
  const { bootId } = currentOwner();
  for (const parent of await memoryFolders()) {
    for (const name of await readdir(parent).catch(() => [])) {
      const [, pid, startTicks] = new RegExp(`^${PREFIX}(\\d+)-(\\d+)-`).exec(name) ?? [];
      if (pid === undefined || isAlive({ pid: Number(pid), startTicks: Number(startTicks), bootId }))
        continue;
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
    }
  }
}

function revealed(name: string, secrets: Secrets): string {
  const secret = secrets.get(name);
  if (!secret) throw new AssayError('config', `secret ${name} was not resolved`);
  return secret.reveal();
}

async function memoryFolder(): Promise<string> {
  const [found] = await memoryFolders();
  if (found !== undefined) return found;
  throw new AssayError('infrastructure', 'there is no folder in memory for secrets: /dev/shm is no tmpfs', {
    hint: 'mount one, or set XDG_RUNTIME_DIR to a folder on a tmpfs',
  });
}

/** A disk would keep what was written to it. */
async function memoryFolders(): Promise<string[]> {
  const candidates = [process.env.XDG_RUNTIME_DIR, '/dev/shm'].filter((path) => path?.startsWith('/'));
  const found = await Promise.all(
    candidates.map(async (path) => {
      const type = await statfs(path!).then(
        (stats) => stats.type,
        () => null,
      );
      return type === TMPFS_MAGIC ? [path!] : [];
    }),
  );
  return found.flat();
}
