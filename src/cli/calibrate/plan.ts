import { relative } from 'node:path';
import type {
  CommandSpec,
  ContainerEnvironment,
  PlannedBenchmark,
  PlannedCase,
  PlannedEnvironment,
} from '../../config/plan.ts';
import type { Case } from '../../core/case.ts';
import {
  conditionsOf,
  obstacleOf,
  type ProbeConditions,
  type ProbedEnvironment,
} from '../../environment/calibration/conditions.ts';
import {
  benchmarkOf,
  casesOf,
  type FilePlace,
  PROBES,
  type Probe,
} from '../../environment/calibration/probes.ts';

/** Files that probes need on this host. */
export interface ProbeFiles {
  /** The program, absolute; in a folder of its own inside the project. */
  readonly binary: string;
  readonly binaryFolder: string;
  /** Where file probes work on this host: the disk of the project. */
  readonly hostFolder: string;
}

/** The probes that these environments can run, as benchmarks of a plan, and why others cannot be. */
export interface PlannedProbes {
  readonly benchmarks: readonly PlannedBenchmark[];
  readonly left: readonly { readonly probe: Probe; readonly case: Case; readonly reason: string }[];
}

/** Each probe is warm after one execution: what it needs is then in the caches of the file system. */
const WARMUP = 1;
/** A hundred times what a probe takes under a narrow quota. */
const TIMEOUT_S = 120;
/** Doubts about samples go by it; whether there is an effect does not. */
const TOLERANCE = 0.02;

export function planProbes(
  names: readonly string[] | null,
  environments: readonly PlannedEnvironment[],
  files: ProbeFiles,
  blocks: number,
): PlannedProbes {
  const probed = environments.map(probedEnvironment);
  const conditions = conditionsOf(probed);
  const benchmarks: PlannedBenchmark[] = [];
  const left: PlannedProbes['left'][number][] = [];
  for (const probe of PROBES.filter(({ name }) => names === null || names.includes(name))) {
    const cases = casesOf(probe).filter((params) => {
      const reason = obstacleOf(probe, placeOf(params), probed);
      if (reason !== null) left.push({ probe, case: params, reason });
      return reason === null;
    });
    if (cases.length === 0) continue;
    benchmarks.push({
      name: benchmarkOf(probe),
      build: null,
      cases: cases.map((params) => plannedCase(probe, params, conditions, files)),
      warmup: WARMUP,
      samples: { min: blocks, max: blocks },
      timeS: null,
      timeoutS: TIMEOUT_S,
      output: 'discard',
      ignoreExitCode: false,
      metrics: probe.metrics.map(({ name }) => ({ name, tolerance: TOLERANCE, falseAlarmBudget: null })),
    });
  }
  return { benchmarks, left };
}

/** Path of the volume that probes get in a container, whether or not the environment has volumes. */
const VOLUME = '/assay-calibration';

/**
 * The environment with what the probes need in a container: their program, at the path that it has on this
 * host, so that one command line is right in both, and a volume. What a host has, it has.
 */
export function withProbes(
  environment: PlannedEnvironment,
  files: ProbeFiles,
  projectRoot: string,
): PlannedEnvironment {
  if (environment.kind === 'host') return environment;
  const from = relative(projectRoot, files.binaryFolder);
  return {
    ...environment,
    mounts: [...environment.mounts, { from, to: files.binaryFolder, writable: false }],
    volumes: { ...environment.volumes, 'assay-calibration': VOLUME },
  } satisfies ContainerEnvironment;
}

export function probedEnvironment(environment: PlannedEnvironment): ProbedEnvironment {
  const { name, kind } = environment;
  if (kind === 'host') {
    return { name, kind, cpus: null, memoryBytes: null, shmBytes: null, rootWritable: true };
  }
  const { cpus, memoryBytes, shmBytes, root } = environment;
  return { name, kind, cpus, memoryBytes, shmBytes, rootWritable: root === 'writable' };
}

function placeOf(params: Case): FilePlace | null {
  return (params.on as FilePlace | undefined) ?? null;
}

function plannedCase(
  probe: Probe,
  params: Case,
  { repeats, burn, arrayBytes }: ProbeConditions,
  files: ProbeFiles,
): PlannedCase {
  const command = (...args: readonly string[]): CommandSpec => ({
    kind: 'argv',
    argv: [files.binary, ...args],
  });
  const pieces = String(probe.work === 'compute' ? repeats.compute : repeats.other);
  const place = placeOf(params);
  const folders = place === null ? [] : foldersOf(place, files);
  // A program that ends at once uses up no quota: it would only wait where one that burns has left off.
  const burning = burn && probe.name !== 'start';
  return {
    params,
    command: probe.name === 'start' ? command('start') : command(probe.name, pieces, ...needed()),
    setup: null,
    prepare: burning
      ? command('burn', ...folders)
      : place === null
        ? null
        : command('files-prepare', ...folders),
    cleanup: place === null ? null : command('files-remove', ...folders),
    ...{ cwd: '.', env: {}, stdin: null },
  };

  function needed(): readonly string[] {
    return probe.needs === 'memory' ? [String(arrayBytes)] : folders;
  }
}

/** The first that exists and can be written to is taken: the folder of this host is in no container. */
function foldersOf(place: FilePlace, { hostFolder }: ProbeFiles): readonly string[] {
  switch (place) {
    case 'root':
      return [hostFolder, '/:/var/tmp', '/:/tmp', '/:/'];
    case 'volume':
      return [hostFolder, VOLUME];
    case 'tmpfs':
      return ['/dev/shm'];
  }
}
