import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BuildSpec } from '../config/plan.ts';
import { argvOf, commandText } from '../config/plan.ts';
import { digest } from '../core/canonical.ts';
import { AssayError } from '../core/error.ts';
import type { Revision } from '../core/measurement.ts';
import type { Repository } from '../platform/git/repository.ts';
import { copySnapshot, takeSnapshot } from '../platform/git/snapshot.ts';
import { addWorktree, removeWorktree } from '../platform/git/worktree.ts';
import { currentOwner, isAlive, type Owner } from '../platform/owner.ts';
import type { ExecutionRequest, ExecutionResult } from '../platform/sampler/execution.ts';
import { redact, type Secrets } from '../platform/secret.ts';
import { type BuildRecord, claimBuild, saveBuild } from '../store/builds.ts';
import type { Store } from '../store/open.ts';
import { lastLines } from './last-lines.ts';
import { redactLog } from './redact-log.ts';
import type { Workspace } from './workspace.ts';

/** A built source tree of one revision, ready to be measured. */
export interface Tree {
  /** Absolute path of the worktree. All trees have paths of equal length. */
  readonly root: string;
  /** Absolute path of the project (the folder of `assay.yaml`) within it. */
  readonly project: string;
  /** Whether it was found in the cache. */
  readonly cached: boolean;
  /** Seconds that building took now; 0 when cached. */
  readonly buildS: number;
}

/** Runs the command of a build where it belongs. */
export interface Builder {
  /** What makes trees built there others than those built on the host; plain JSON. `null`: it is the host. */
  readonly key: unknown;
  /** What to look at where a build fails that would not elsewhere; for a person. */
  readonly advice?: string;
  run(order: BuildRun): Promise<ExecutionResult>;
}

export interface BuildRun {
  readonly build: BuildSpec;
  /** The tree, and the project within it; absolute. */
  readonly root: string;
  readonly project: string;
  /** Where all that it says is kept. */
  readonly log: string;
}

/** One request for the command of a build, wherever it runs. */
export function buildRequest(
  build: BuildSpec,
  at: { readonly cwd: string; readonly log: string; readonly env: Readonly<Record<string, string>> },
): ExecutionRequest {
  return {
    argv: argvOf(build.command),
    env: at.env,
    cwd: at.cwd,
    stdout: { kind: 'file', path: at.log },
    stderr: { kind: 'stdout' },
    timeoutMs: build.timeoutS * 1000,
  };
}

export interface TreeRequest {
  readonly store: Store;
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly builder: Builder;
  readonly revision: Revision;
  readonly build: BuildSpec | null;
  readonly secrets: Secrets;
  /** Fulfilled when what is executed can be found after our death. */
  readonly recorded: Promise<void>;
  readonly signal: AbortSignal;
}

/** Hexadecimal digits of a tree's folder name: 80 bits make a clash out of the question, and paths stay short. */
const KEY_LENGTH = 20;

/** How often a tree that another process is building is looked at again. */
const POLL_MS = 200;

/**
 * Checks out and builds a revision, or finds it built. The cache key is the source and the build
 * configuration; a failed build is tried again the next time.
 */
export async function prepareTree(request: TreeRequest): Promise<Tree> {
  const { store, workspace, revision, build, builder, signal } = request;
  const source = revision.contentDigest ?? revision.commit;
  const place = build === null || builder.key === null ? {} : { builder: builder.key };
  const key = digest({ source, build, project: workspace.prefix, ...place }).slice(0, KEY_LENGTH);
  const root = join(workspace.treesDir, key);
  const record = buildRecord(request, key, root);
  while (true) {
    signal.throwIfAborted();
    const claim = await claimBuild(store, record, (owner) => isAlive(owner as Owner));
    if (claim === 'busy') await delay(POLL_MS, undefined, { signal });
    else if (claim === 'claimed') return buildTree(request, record);
    else if (await exists(root)) {
      await saveBuild(store, { ...record, status: 'ready', owner: null });
      return { root, project: join(root, workspace.prefix), cached: true, buildS: 0 };
    } else {
      // Someone removed the folder behind our back: build it again.
      await saveBuild(store, { ...record, status: 'failed', owner: null });
    }
  }
}

function buildRecord(request: TreeRequest, key: string, root: string): BuildRecord {
  return {
    key,
    status: 'building',
    commit: request.revision.commit,
    path: root,
    log: join(request.workspace.logsDir, `build-${key}.log`),
    seconds: null,
    usedAt: new Date().toISOString(),
    owner: currentOwner(),
  };
}

async function buildTree(request: TreeRequest, record: BuildRecord): Promise<Tree> {
  const { store, repository, workspace, signal } = request;
  const started = performance.now();
  try {
    await request.recorded;
    await removeWorktree(repository, record.path);
    await checkOut(request, record.path);
    const project = join(record.path, workspace.prefix);
    if (!(await exists(project))) await mkdir(project, { recursive: true });
    if (request.build) await runBuild(request, request.build, record, project);
    const buildS = (performance.now() - started) / 1000;
    await saveBuild(store, { ...record, status: 'ready', seconds: buildS, owner: null });
    return { root: record.path, project, cached: false, buildS };
  } catch (error) {
    await saveBuild(store, { ...record, status: 'failed', owner: null });
    await removeWorktree(repository, record.path);
    if (signal.aborted) throw new AssayError('interrupted', 'interrupted while building', { cause: error });
    throw error;
  }
}

/** How often a snapshot is taken again because a file was saved while it was copied. */
const SNAPSHOT_ATTEMPTS = 3;

async function checkOut(request: TreeRequest, path: string): Promise<void> {
  const { repository, workspace, revision, signal } = request;
  await mkdir(workspace.treesDir, { recursive: true });
  if (!revision.dirty) return addWorktree(repository, path, revision.commit!, { signal });
  for (let attempt = 1; attempt <= SNAPSHOT_ATTEMPTS; attempt++) {
    await addWorktree(repository, path, revision.parent!, { empty: true, signal });
    const snapshot = await takeSnapshot(repository, workspace.unmeasured);
    if ((await copySnapshot(repository, snapshot, path)) === revision.contentDigest) return;
    await removeWorktree(repository, path);
  }
  throw new AssayError('usage', 'files of the working tree changed after the command started', {
    hint: 'save everything, then start again',
  });
}

async function runBuild(
  request: TreeRequest,
  build: BuildSpec,
  record: BuildRecord,
  project: string,
): Promise<void> {
  const { workspace, secrets } = request;
  await mkdir(workspace.logsDir, { recursive: true });
  await rm(record.log!, { force: true });
  const result = await request.builder
    .run({ build, root: record.path, project, log: record.log! })
    .finally(() => redactLog(record.log!, secrets));
  if (result.status === 'exited' && result.exitCode === 0) return;
  const how = {
    exited: `exit code ${result.exitCode}`,
    signaled: `signal ${result.signal}`,
    timeout: `no end after ${build.timeoutS} s`,
    cancelled: 'cancelled',
    'spawn-failed': result.error ?? 'could not be started',
  }[result.status];
  const tail = await tailOf(record.log!, secrets);
  const { advice } = request.builder;
  throw new AssayError(
    'infrastructure',
    `the build of ${request.revision.label} failed (${how}): ${commandText(build.command)}${tail === '' ? '' : `\n${tail}`}`,
    {
      hint: `the whole log: ${record.log}${advice === undefined ? '' : `; ${advice}`}`,
      cause: new BuildFailure(how),
    },
  );
}

/** The `cause` of the error of a build that ran and failed: this commit cannot be built, others may. */
export class BuildFailure {
  /** How it ended: `exit code 2`. */
  readonly how: string;

  constructor(how: string) {
    this.how = how;
  }
}

/** Enough of a log to see the error, without its secrets. */
const TAIL_LINES = 20;

async function tailOf(path: string, secrets: Secrets): Promise<string> {
  const text = redact(await lastLines(path), secrets.values());
  return text
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
