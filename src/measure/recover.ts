import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../platform/git/repository.ts';
import { removeWorktree } from '../platform/git/worktree.ts';
import { currentOwner, isAlive, type Owner } from '../platform/owner.ts';
import { deleteBuild, listBuilds, takeOverBuild } from '../store/builds.ts';
import type { Store } from '../store/open.ts';
import { listOwners, updateRun } from '../store/runs.ts';
import { RUN_VARIABLE } from './command-environment.ts';
import type { Workspace } from './workspace.ts';

/** Runs whose process died are marked `interrupted`, and what they left running is ended. Gives their ids. */
export async function recoverRuns(store: Store): Promise<string[]> {
  const recovered: string[] = [];
  for (const { id, owner } of await listOwners(store)) {
    if (owner !== null && isAlive(owner as Owner)) continue;
    endProcessesOf(id);
    await updateRun(store, id, { status: 'interrupted', finishedAt: null, timings: null, owner: null });
    recovered.push(id);
  }
  return recovered;
}

/**
 * Ends every process that carries the mark of a run in its environment. The sampler ends its children when
 * Assay dies; this is for the case that the sampler was killed as well.
 */
export function endProcessesOf(runId: string): void {
  const mark = `\0${RUN_VARIABLE}=${runId}\0`;
  for (const pid of numericEntries('/proc')) {
    try {
      const environment = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
      if (environment.includes(mark)) process.kill(pid, 'SIGKILL');
    } catch {
      // Not ours to read, or gone by now: either way not one we started.
    }
  }
}

function numericEntries(path: string): number[] {
  try {
    return readdirSync(path)
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  } catch {
    return [];
  }
}

/** Built trees kept for later runs; each costs the disk space of a checkout with its build. */
const KEPT_TREES = 8;

/** Removes worktrees that a dead process left half-built, that no record knows, or that are beyond the cache. */
export async function recoverTrees(
  store: Store,
  repository: Repository,
  workspace: Workspace,
): Promise<void> {
  // Folders before records: a record is written before its folder, so a folder seen here has one by then.
  const folders = await readdir(workspace.treesDir).catch(() => []);
  const builds = await listBuilds(store);
  const abandoned = builds.filter(
    (build) => build.status !== 'ready' && !(build.owner !== null && isAlive(build.owner as Owner)),
  );
  const busy = (await listOwners(store)).length > 0;
  const ready = builds.filter((build) => build.status === 'ready');
  const surplus = busy ? [] : ready.slice(0, Math.max(0, ready.length - KEPT_TREES));
  for (const build of [...abandoned, ...surplus]) {
    if (!(await takeOverBuild(store, build, currentOwner()))) continue;
    await removeWorktree(repository, build.path);
    await deleteBuild(store, build.key);
  }
  const known = new Set(builds.map((build) => build.path));
  for (const name of folders) {
    const path = join(workspace.treesDir, name);
    if (!known.has(path)) await removeWorktree(repository, path);
  }
}
