import { once } from 'node:events';
import { copyFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ContainerOrder, Engine, EngineImage } from '../../src/platform/engine/engine.ts';
import { openEngine } from '../../src/platform/engine/open.ts';
import { ensureSampler } from '../../src/platform/sampler/binary.ts';
import type { ExecutionRequest } from '../../src/platform/sampler/execution.ts';
import { temporaryFolder } from './folder.ts';

/** Debian's busybox-static: what a container of the tests has, and all that it has. */
const BUSYBOX = '/bin/busybox';

/**
 * An image made of nothing but busybox, with its commands in `/bin`, and `/tmp`. The engine has it after the
 * first time.
 */
export async function busyboxImage(engine: Engine): Promise<EngineImage> {
  await using context = await temporaryFolder();
  await using log = await temporaryFolder();
  await copyFile(BUSYBOX, context.at('busybox'));
  await writeFile(context.at('Dockerfile'), BUSYBOX_DOCKERFILE);
  return await engine.buildImage({
    context: context.path,
    dockerfile: 'Dockerfile',
    target: null,
    args: {},
    logPath: log.at('build.log'),
    labels: { 'assay.test': 'busybox' },
  });
}

const BUSYBOX_DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "sh", "-c", "/bin/busybox --install -s /bin && /bin/mkdir -m 1777 /tmp"]
`;

/** A small container of the image `imageId`, which differs from what Assay asks for in `more` only. */
export async function containerOrder(
  imageId: string,
  more: Partial<ContainerOrder> = {},
): Promise<ContainerOrder> {
  return {
    runId: 'test',
    role: 'candidate',
    imageId,
    samplerPath: await ensureSampler(),
    limits: { cpus: 1, cpuset: null, memoryBytes: 64 << 20, pids: 64, nofile: 1024, shmBytes: null },
    network: 'none',
    readOnlyRoot: true,
    user: null,
    capabilities: [],
    devices: [],
    mounts: [],
    tmpfs: { '/tmp': 8 << 20 },
    volumes: [],
    ...more,
  };
}

/** The engine that the tests use, with the image of busybox. */
export async function engineWithBusybox(): Promise<{ engine: Engine; imageId: string }> {
  const engine = await openEngine(null);
  return { engine, imageId: (await busyboxImage(engine)).id };
}

/** A command line of busybox in a container. */
export function inShell(script: string, more: Partial<ExecutionRequest> = {}): ExecutionRequest {
  return {
    argv: ['/bin/sh', '-c', script],
    env: { PATH: '/bin' },
    cwd: '/',
    stdout: { kind: 'pipe' },
    stderr: { kind: 'null' },
    timeoutMs: 20_000,
    ...more,
  };
}

/** What the engine itself answers: for looking at what we made there, with nothing of ours in between. */
export async function askEngine<T>(socketPath: string, path: string, method = 'GET'): Promise<T> {
  const asked = request({ socketPath, path, method });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return (await text(response).then((body) => (body === '' ? null : JSON.parse(body)))) as T;
}

/** Names of containers, networks and volumes that carry the label of a run. */
export async function objectsOfRun(socketPath: string, runId: string): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`assay.run=${runId}`] }));
  const ask = <T>(path: string): Promise<T> => askEngine(socketPath, `${path}filters=${filters}`);
  const containers = await ask<{ Names: string[] }[]>('/containers/json?all=1&');
  const networks = await ask<{ Name: string }[]>('/networks?');
  const volumes = await ask<{ Volumes: { Name: string }[] | null }>('/volumes?');
  return [
    ...containers.flatMap(({ Names }) => Names),
    ...networks.map(({ Name }) => Name),
    ...(volumes.Volumes ?? []).map(({ Name }) => Name),
  ];
}
