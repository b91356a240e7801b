import { rm } from 'node:fs/promises';
import { unfinishedBuilds } from '../platform/engine/build-trace.ts';
import { abandonedOutputs } from './container/output-folder.ts';
import { removeAbandonedSecrets } from './container/secret-files.ts';
import type { Workspace } from './workspace.ts';

/**
 * Removes what a process left that measured in containers and is gone. An engine is asked only where there is such
 * a process; one that does not answer has no container that runs, and is asked again the next time.
 */
export async function recoverContainers(workspace: Workspace): Promise<void> {
  const abandoned = await abandonedOutputs(workspace);
  const builds = await unfinishedBuilds(workspace.logsDir);
  if (abandoned.length === 0 && builds.length === 0) return;
  await removeAbandonedSecrets();
  const { openEngine } = await import('../platform/engine/open.ts');
  for (const build of builds) {
    try {
      if (!(await (await openEngine(build.socketPath)).removeBuild(build))) continue;
    } catch {
      continue;
    }
    await rm(build.path, { force: true });
  }
  for (const { folder, socket } of abandoned) {
    try {
      if (socket !== null) await (await openEngine(socket)).reap();
    } catch {
      continue;
    }
    await rm(folder, { recursive: true, force: true });
  }
}
