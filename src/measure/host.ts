import { join, resolve } from 'node:path';
import type { HostEnvironment } from '../config/plan.ts';
import type { Sampler } from '../platform/sampler/sampler.ts';
import { commandEnvironment } from './command-environment.ts';
import { executorIn, type Surroundings, sampledBy } from './executor.ts';
import type { Unavailable } from './recorder.ts';
import type { CaseOrder, Site } from './site.ts';
import { prepareTree } from './tree.ts';

/** Plain processes of this host, under a sampler that is already started. Disposing leaves that to its owner. */
export function hostSite(environment: HostEnvironment, sampler: Sampler): Site {
  const { perf } = sampler.hello;
  const unavailable: Unavailable = new Map(
    perf.available ? [] : ['instructions', 'cycles'].map((name) => [name, perf.reason]),
  );
  return {
    environment,
    unavailable,
    describe: (host) => host,
    async prepare(order) {
      return { tree: await prepareTree({ ...order, sampler, build: order.benchmark.build }) };
    },
    async open(order) {
      return executorIn(hostSurroundings(sampler, unavailable, order), order);
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function hostSurroundings(sampler: Sampler, unavailable: Unavailable, order: CaseOrder): Surroundings {
  const { prepared, case: planned, secrets, runId } = order;
  const cwd = join(prepared.tree.project, planned.cwd);
  const environment = { env: planned.env, secrets, cwd, runId };
  return {
    unavailable,
    cwd,
    stdin: planned.stdin === null ? null : join(prepared.tree.project, planned.stdin),
    stdoutPath: order.logPath.replace(/\.stderr$/, '.stdout'),
    stderrPath: order.logPath,
    env: (padBytes) =>
      commandEnvironment(padBytes === undefined ? environment : { ...environment, padBytes }),
    execute: (request, signal) => sampler.execute(request, signal),
    measure: async (request, signal) => sampledBy(await sampler.execute(request, signal)),
    fetch: async (path) => resolve(cwd, path),
    [Symbol.asyncDispose]: async () => {},
  };
}
