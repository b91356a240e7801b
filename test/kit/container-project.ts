import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/platform/engine/engine.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { askEngine, busyboxImage, objectsOfRun } from './engine.ts';
import { eventually, processesWith } from './processes.ts';
import { createProject, type Files, type Project } from './project.ts';

/** A project whose `assay.yaml` has container environments of busybox. */
export interface ContainerProject extends Project {
  readonly engine: Engine;
  /** Of busybox: `sha256:…`. */
  readonly imageId: string;
}

export interface ContainerProjectOptions {
  /** Of the one benchmark, `work`; three samples unless told. */
  readonly benchmark: object;
  /** Of the environment `small`: one processor and 256 MiB unless told. */
  readonly environment?: object;
  /** On top of `small`, by name. */
  readonly environments?: Readonly<Record<string, object>>;
  readonly files?: Files;
  /** Socket of the engine; the machine's own unless told. */
  readonly socket?: string;
}

const QUICK = { samples: 3, warmup: 0 };

export async function containerProject(options: ContainerProjectOptions): Promise<ContainerProject> {
  const { socket = null } = options;
  const engine = await openEngine(socket);
  const { id: imageId } = await busyboxImage(engine);
  const small = { kind: 'container', image: imageId, cpus: 1, memory: '256MiB', ...options.environment };
  const config = {
    version: 1,
    benchmarks: { work: { ...QUICK, ...options.benchmark } },
    environments: { small: socket === null ? small : { engine: socket, ...small }, ...options.environments },
  };
  const files = { 'assay.yaml': JSON.stringify(config, null, 2), ...options.files };
  return { ...(await createProject(files)), engine, imageId };
}

/** Id of the newest run that is recorded, or `null`. */
export async function newestRun(project: Project): Promise<string | null> {
  await using store = await project.store();
  const run = await store.db.selectFrom('run').select('id').orderBy('started_at', 'desc').executeTakeFirst();
  return run?.id ?? null;
}

export interface Inspected {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Pid: number };
  readonly HostConfig: { readonly NanoCpus: number; readonly Memory: number; readonly MemorySwap: number };
}

/** What the engine says of the container of the run that is being measured, once there is one. */
export async function inspectRunning(project: ContainerProject): Promise<Inspected> {
  const { socketPath } = project.engine.info;
  let found: Inspected | null = null;
  const runs = await eventually(async () => {
    const run = await newestRun(project).catch(() => null);
    const all = run === null ? [] : await objectsOfRun(socketPath, run);
    const name = all.find((each) => !each.includes('build'));
    found = name === undefined ? null : await askEngine<Inspected>(socketPath, `/containers${name}/json`);
    return (found?.State?.Pid ?? 0) > 0;
  });
  if (!runs) throw new Error('no container was started');
  return found!;
}

/** What is left of a run, or of anything of ours in the project: empty where all was cleared away. */
export async function leftOf(project: ContainerProject, run: string): Promise<string[]> {
  const objects = await objectsOfRun(project.engine.info.socketPath, run);
  const processes = processesWith(`ASSAY_RUN=${run}`).map((pid) => `process ${pid}`);
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(project.root.replaceAll(' ', '\\040')));
  return [
    ...objects,
    ...processes,
    ...mounts,
    ...names(join(project.root, '.assay', 'io')),
    ...secretFolders(),
  ];
}

function secretFolders(): string[] {
  return names('/dev/shm').filter((name) => name.startsWith(`assay-secrets-`));
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
