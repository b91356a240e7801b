import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Repository } from '../platform/git/repository.ts';
import { removeWorktree } from '../platform/git/worktree.ts';
import { currentOwner, isAlive, type Owner } from '../platform/owner.ts';
import { deleteBuild, listBuilds, takeOverBuild } from '../store/builds.ts';
import { refuseDamaged } from '../store/damage.ts';
import type { Store } from '../store/open.ts';
import { claimRun, endRun, listOwners } from '../store/runs.ts';
import { RUN_VARIABLE } from './command-environment.ts';
import type { Workspace } from './workspace.ts';

/**
 * Runs whose process died are marked `interrupted`, and what they left running is ended. Gives their ids.
 * A damaged database is refused before anything is written to it.
 */
export async function recoverRuns(store: Store): Promise<string[]> {
  const abandoned = (await listOwners(store)).filter(
    ({ owner }) => owner === null || !isAlive(owner as Owner),
  );
  if (abandoned.length > 0) refuseDamaged(store);
  const recovered: string[] = [];
  for (const { id, owner } of abandoned) {
    // Ours first: it may have ended by itself just now, or another process may be going on with it.
    if (!(await claimRun(store, id, { status: 'running', owner }, currentOwner()))) continue;
    await endProcessesOf(id);
    await endRun(store, id, { status: 'interrupted', finishedAt: null, timings: null });
    recovered.push(id);
  }
  return recovered;
}

/** How often the processes are looked through until none is left: killing takes a moment, and a fork may slip by. */
const PASSES = 200;
const PASS_MS = 10;

/**
 * Ends every process that carries the mark of a run in its environment. The sampler ends its children when
 * Assay dies; this is for the case that the sampler was killed as well, and for the tools that Assay itself
 * had started.
 */
export async function endProcessesOf(runId: string): Promise<void> {
  const mark = `\0${RUN_VARIABLE}=${runId}\0`;
  for (let pass = 0; pass < PASSES; pass++) {
    if (!killMarked(mark)) return;
    await delay(PASS_MS);
  }
}

function killMarked(mark: string): boolean {
  let found = false;
  for (const pid of numericEntries('/proc')) {
    try {
      const environment = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
      if (!environment.includes(mark)) continue;
      process.kill(pid, 'SIGKILL');
      found = true;
    } catch {
      // Not ours to read, or gone by now: either way not one we started.
    }
  }
  return found;
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
