import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { IN_OUTPUT } from '../config/own-results.ts';
import type { HostEnvironment } from '../config/plan.ts';
import { CONTAINER_METRICS } from '../core/metric.ts';
import type { Sampler } from '../platform/sampler/sampler.ts';
import { commandEnvironment } from './command-environment.ts';
import { executorIn, type Surroundings, sampledBy } from './executor.ts';
import type { Unavailable } from './recorder.ts';
import { redactLog } from './redact-log.ts';
import type { CaseOrder, PrepareOrder, Site } from './site.ts';
import { type Builder, buildRequest, prepareTree } from './tree.ts';

/** Plain processes of this host, under a sampler that is already started. Disposing leaves that to its owner. */
export function hostSite(environment: HostEnvironment, sampler: Sampler): Site {
  const { perf } = sampler.hello;
  const unavailable: Unavailable = new Map([
    ...(perf.available ? [] : ['instructions', 'cycles'].map((name) => [name, perf.reason] as const)),
    ...Object.keys(CONTAINER_METRICS).map(
      (name) => [name, 'only containers have a cgroup of their own'] as const,
    ),
  ]);
  return {
    environment,
    sampler,
    unavailable,
    describe: (host) => host,
    async prepare(order) {
      const builder = hostBuilder(sampler, order);
      return { tree: await prepareTree({ ...order, builder, build: order.benchmark.build }) };
    },
    async open(order) {
      const output = await outputFolder(order);
      return executorIn(hostSurroundings(sampler, unavailable, order, output), order);
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Only where it is asked for, so that the variable is not there for nothing. Both sides' paths are equally long. */
async function outputFolder({ case: planned, logPath, side }: CaseOrder): Promise<string | null> {
  if (!planned.parse?.from?.startsWith(IN_OUTPUT)) return null;
  const folder = logPath.replace(/stderr$/, `output-${side[0]}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

function hostSurroundings(
  sampler: Sampler,
  unavailable: Unavailable,
  order: CaseOrder,
  output: string | null,
): Surroundings {
  const { prepared, case: planned, secrets, runId } = order;
  const cwd = join(prepared.tree.project, planned.cwd);
  const stderrPath = order.logPath;
  const stdoutPath = stderrPath.replace(/\.stderr$/, '.stdout');
  const environment = { env: planned.env, secrets, cwd, runId, ...(output === null ? {} : { output }) };
  return {
    unavailable,
    container: null,
    cwd,
    stdin: planned.stdin === null ? null : join(prepared.tree.project, planned.stdin),
    ...{ stdoutPath, stderrPath },
    env: (padBytes) =>
      commandEnvironment(padBytes === undefined ? environment : { ...environment, padBytes }),
    execute: (request, signal) => sampler.execute(request, signal),
    measure: async (request, signal) => sampledBy(await sampler.execute(request, signal)),
    fetch: async (path) => resolve(cwd, path.replace(IN_OUTPUT, `${output}/`)),
    async [Symbol.asyncDispose]() {
      for (const log of [stderrPath, stdoutPath]) await redactLog(log, secrets);
    },
  };
}

/** Builds as plain processes of this host. */
export function hostBuilder(sampler: Sampler, { secrets, signal }: PrepareOrder): Builder {
  return {
    key: null,
    run: ({ build, project, log }) =>
      sampler.execute(
        buildRequest(build, {
          cwd: project,
          log,
          env: commandEnvironment({ env: build.env, secrets, cwd: project }),
        }),
        signal,
      ),
  };
}
