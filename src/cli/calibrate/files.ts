import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Workspace } from '../../measure/workspace.ts';
import { ensureProbes } from '../../platform/sampler/binary.ts';
import type { ProbeFiles } from './plan.ts';

/**
 * Puts the program of the probes into the state of the project, from where containers may get it, and makes
 * the folder where file probes work on this host.
 */
export async function installProbes({ stateDir }: Workspace, signal: AbortSignal): Promise<ProbeFiles> {
  const compiled = await ensureProbes({ signal });
  const hostFolder = join(stateDir, 'calibration', 'files');
  // The folder in the cache is named by the digest of the sources: another version of them gets another one.
  const binaryFolder = join(stateDir, 'calibration', basename(dirname(compiled)));
  const binary = join(binaryFolder, basename(compiled));
  await mkdir(hostFolder, { recursive: true });
  await mkdir(binaryFolder, { recursive: true });
  const partial = `${binary}.${process.pid}.partial`;
  await copyFile(compiled, partial);
  // Whoever the user in a container is may execute it.
  await chmod(partial, 0o755);
  await chmod(binaryFolder, 0o755);
  await rename(partial, binary);
  return { binary, binaryFolder, hostFolder };
}
