import { posix } from 'node:path';
import { IN_OUTPUT } from '../../config/own-results.ts';
import type { ContainerEnvironment } from '../../config/plan.ts';
import { AssayError } from '../../core/error.ts';
import { CONTAINER_METRICS } from '../../core/metric.ts';
import type { StartedContainer } from '../../environment/record.ts';
import { cgroupOf } from '../../platform/cgroup/folders.ts';
import {
  type CgroupMeter,
  type CgroupUse,
  containerSamples,
  meterCgroup,
} from '../../platform/cgroup/meter.ts';
import type { EngineImage, RunningContainer } from '../../platform/engine/engine.ts';
import type { ExecutionRequest, ExecutionResult } from '../../platform/sampler/execution.ts';
import { commandEnvironment } from '../command-environment.ts';
import type { Surroundings } from '../executor.ts';
import type { Unavailable } from '../recorder.ts';
import { redactLog } from '../redact-log.ts';
import type { CaseOrder } from '../site.ts';
import { metricValues } from '../values.ts';
import { imageEnvironment } from './environment.ts';
import { throwIfExhausted, whyLost } from './guard.ts';
import { limitsOf, OUTPUT } from './order.ts';
import { hostPathOf, keepFile, type Shown } from './output-folder.ts';

export interface ContainerParts {
  readonly environment: ContainerEnvironment;
  readonly container: RunningContainer;
  readonly image: EngineImage;
  readonly started: StartedContainer;
  /** Folders of this host that commands may write. */
  readonly shown: readonly Shown[];
  /** Ends the container and all that was made for it. */
  readonly opened: AsyncDisposableStack;
}

/** One container, as the commands of one side of a case find it. */
export function containerSurroundings(parts: ContainerParts, order: CaseOrder): Surroundings {
  const { environment, container, image, shown, opened } = parts;
  const { case: planned, prepared, secrets, runId } = order;
  const limits = limitsOf(environment);
  const project =
    environment.source === null
      ? image.workdir
      : posix.join(environment.source, prepared.tree.project.slice(prepared.tree.root.length));
  const cwd = posix.join(project, planned.cwd);
  const variables = {
    env: planned.env,
    secrets,
    cwd,
    runId,
    output: OUTPUT,
    inherited: imageEnvironment(image.env),
  };
  const meter = meterOf(container);
  opened.use(meter);
  let lost: unknown = null;
  const execute = async (request: ExecutionRequest, signal?: AbortSignal): Promise<Metered> => {
    if (lost !== null) throw lost;
    meter?.begin();
    const result = await container.sampler.execute(request, signal).catch(async (error: unknown) => {
      const why = await whyLost(error, container, limits);
      if (isInfrastructure(error)) lost = why;
      throw why;
    });
    const use = meter?.end() ?? null;
    if (use !== null) throwIfExhausted(use, limits);
    return { result, use };
  };
  const stdoutPath = `${OUTPUT}/stdout`;
  const stderrPath = `${OUTPUT}/stderr`;
  // Last opened, first ended: the logs are kept before their folder goes.
  opened.defer(async () => {
    for (const [inside, kept] of [
      [stderrPath, order.logPath],
      [stdoutPath, order.logPath.replace(/\.stderr$/, '.stdout')],
    ] as const) {
      await keepFile(await hostPathOf(inside, shown), kept);
      await redactLog(kept, secrets);
    }
  });
  return {
    unavailable: unavailableIn(container, meter),
    container: parts.started,
    cwd,
    stdin: planned.stdin === null ? null : posix.join(project, planned.stdin),
    ...{ stdoutPath, stderrPath },
    env: (padBytes) => commandEnvironment(padBytes === undefined ? variables : { ...variables, padBytes }),
    execute: async (request, signal) => (await execute(request, signal)).result,
    async measure(request, signal) {
      const { result, use } = await execute(request, signal);
      return { result, values: { ...metricValues(result), ...(use && sampled(use)) } };
    },
    async fetch(path) {
      const inside = posix.resolve(cwd, path.replace(IN_OUTPUT, `${OUTPUT}/`));
      const found = await hostPathOf(inside, shown);
      if (found !== null) return found;
      throw new AssayError(
        'config',
        `benchmarks.${order.benchmark.name}.parse.from: ${inside} of the container cannot be read from outside`,
        { hint: `let the command write to ${IN_OUTPUT}NAME, to a writable mount, or to standard output` },
      );
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Anything else, an interruption, leaves a sampler that answers. */
function isInfrastructure(error: unknown): boolean {
  return error instanceof AssayError && error.code === 'infrastructure';
}

interface Metered {
  readonly result: ExecutionResult;
  readonly use: CgroupUse | null;
}

/** `null` where the engine runs its containers on another host. */
function meterOf({ pid }: RunningContainer): CgroupMeter | null {
  return pid === null ? null : meterCgroup(cgroupOf(pid));
}

function sampled(use: CgroupUse): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(containerSamples(use)).map(([name, reading]) => [
      name,
      'value' in reading ? reading.value : null,
    ]),
  );
}

/** Found by measuring once while nothing runs. */
function unavailableIn({ sampler }: RunningContainer, meter: CgroupMeter | null): Unavailable {
  const { perf } = sampler.hello;
  const counters = perf.available
    ? []
    : ['instructions', 'cycles'].map((name) => [name, perf.reason] as const);
  return new Map([...counters, ...unreadable(meter)]);
}

function unreadable(meter: CgroupMeter | null): (readonly [string, string])[] {
  if (meter === null) {
    return Object.keys(CONTAINER_METRICS).map(
      (name) => [name, 'the container runs on another host'] as const,
    );
  }
  meter.begin();
  return Object.entries(containerSamples(meter.end())).flatMap(([name, reading]) =>
    'unavailable' in reading ? [[name, reading.unavailable] as const] : [],
  );
}
