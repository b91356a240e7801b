import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';
import type { WorkKind } from '../core/work.ts';

/**
 * The validated plan: what will be built and measured, with every default that belongs to the project
 * filled in and every `{param}` substituted. Plain JSON data, so that it can be stored with its run.
 * It holds the names of secrets, never their values.
 */
export interface Plan {
  readonly version: 1;
  /** Chance of one or more false alarms in the whole run, in (0, 1). */
  readonly falseAlarmBudget: number;
  readonly benchmarks: readonly PlannedBenchmark[];
  /** What the results of benchmarks leave unsaid; absent where none has results of its own. */
  readonly unsaid?: Unsaid;
  /** Where it is measured, and why there; absent in plans of before there was a choice: as plain processes here. */
  readonly place?: Place;
  /** Where the baseline of a comparison is measured, where that is elsewhere. */
  readonly basePlace?: Place;
}

/** The environment chosen for a run, with what it was chosen by. */
export interface Place {
  readonly environment: PlannedEnvironment;
  /** For a person: `--env small`, `mode auto: the context is ci (CI is set)`. */
  readonly why: string;
}

/** A named environment of `assay.yaml`; `host` exists also where the file names none. */
export type PlannedEnvironment = HostEnvironment | ContainerEnvironment;

/** Plain processes on this machine. */
export interface HostEnvironment {
  readonly kind: 'host';
  readonly name: string;
  /** Processors that commands may run on, as Linux lists them (`0,2-3`); `null`: all that Assay may use. */
  readonly cpuset: string | null;
  /** −20 to 19; `null`: that of Assay. */
  readonly nice: number | null;
  /** Address-space randomisation: as the machine has it, or off for the commands. */
  readonly aslr: 'machine' | 'off';
}

/** A container of an engine here, with fixed resources and least privilege. */
export interface ContainerEnvironment {
  readonly kind: 'container';
  readonly name: string;
  /** Path of the engine's socket; `null`: the first of DOCKER_HOST, Docker's and Podman's that answers. */
  readonly engine: string | null;
  readonly image: ImageSource;
  /** Processors' worth of time per time, > 0; `null`: no limit. */
  readonly cpus: number | null;
  /** As Linux lists them; `null`: all. */
  readonly cpuset: string | null;
  /** Memory in bytes, without swap beyond it; `null`: no limit. */
  readonly memoryBytes: number | null;
  /** Largest number of processes and threads. */
  readonly pids: number;
  /** Largest number of open files of a process; `null`: the engine's own. */
  readonly nofile: number | null;
  /** Size of /dev/shm in bytes; `null`: the engine's own. */
  readonly shmBytes: number | null;
  /** `isolated`: a network of its own without a way out. */
  readonly network: 'none' | 'isolated' | 'host';
  readonly root: 'read-only' | 'writable';
  /** Absolute path in the container → size in bytes. */
  readonly tmpfs: Readonly<Record<string, number>>;
  /** Name → absolute path in the container. They are empty at the start of each container and removed with it. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Folders of the project; what a writable one holds outlives the run. */
  readonly mounts: readonly MountSpec[];
  /** `1000`, `1000:1000` or a name in the image; `null`: the image's own, or nobody where that is root. */
  readonly user: string | null;
  /** Added to none: `SYS_PTRACE`. */
  readonly capabilities: readonly string[];
  /** Host devices by path: `/dev/fuse`. */
  readonly devices: readonly string[];
  /** Where the measured tree is mounted, read-only; `null`: nowhere, commands run in the image's own folder. */
  readonly source: string | null;
  /** Where `build` runs: in a container of this image, on this host, or not at all (a Dockerfile builds). */
  readonly build: 'container' | 'host' | 'none';
  /** Names of secrets, given as read-only files `/run/secrets/NAME`. */
  readonly secrets: readonly string[];
  /** Absolute paths of this machine: these, and what is below them, `mounts` and `devices` may use. See `isAllowed`. */
  readonly allow: readonly string[];
}

export type ImageSource =
  | { readonly kind: 'reference'; readonly reference: string }
  | {
      readonly kind: 'dockerfile';
      /** Relative to the directory of `assay.yaml`, as is `context`. Both are taken from the measured tree. */
      readonly path: string;
      readonly context: string;
      readonly target: string | null;
      readonly args: Readonly<Record<string, string>>;
    };

export interface MountSpec {
  /** Relative to the directory of `assay.yaml` in the user's checkout, inside it; absolute where `allow` names it. */
  readonly from: string;
  /** Absolute path in the container. */
  readonly to: string;
  readonly writable: boolean;
}

export interface Unsaid {
  /** By the name of the metric in the results. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** The columns of a table, as `--map` has them; `null`: named as the fields are. */
  readonly map: string | null;
}

export interface PlannedBenchmark {
  readonly name: string;
  /** `null`: nothing to build. Equal builds of one commit are done once. */
  readonly build: BuildSpec | null;
  /** One for each point of the parameter matrix, in the order written; never empty. */
  readonly cases: readonly PlannedCase[];
  /** Executions of each side before its first sample; 0 and up. */
  readonly warmup: number;
  /** Samples of each side. `null`: the command's own default. `min` = `max` asks for exactly that many. */
  readonly samples: SampleCount | null;
  /** Time to spend on each case, in seconds, > 0. `null`: the command's own default. */
  readonly timeS: number | null;
  /** Limit of each execution (setup, prepare, command, cleanup), in seconds, > 0. */
  readonly timeoutS: number;
  /** Where the command's standard output goes. */
  readonly output: Output;
  /** `false`: only exit code 0 is a sample; `true`: any is; a list: these besides 0. Signals never are. */
  readonly ignoreExitCode: boolean | readonly number[];
  /** The metrics that are judged, never empty; all built-in ones, and all of its own results, are recorded anyway. */
  readonly metrics: readonly PlannedMetric[];
  /** What it mostly does; absent where the file does not say. */
  readonly work?: WorkKind;
}

/** The null device, a pipe that is drained, or a file that the next execution overwrites. */
export const OUTPUTS = ['discard', 'pipe', 'log'] as const;

export type Output = (typeof OUTPUTS)[number];

export interface PlannedCase {
  readonly params: Case;
  readonly command: CommandSpec;
  /** Once per side, before its first execution. */
  readonly setup: CommandSpec | null;
  /** Before each execution of the command, not measured. */
  readonly prepare: CommandSpec | null;
  /** Once per side, at the end, also after a failure. */
  readonly cleanup: CommandSpec | null;
  /** Relative to the directory of `assay.yaml`, normalised, inside the repository; `.` for that directory. */
  readonly cwd: string;
  /** Added to the environment of setup, prepare, command and cleanup. */
  readonly env: Readonly<Record<string, EnvValue>>;
  /** File fed to the command, relative to the directory of `assay.yaml`; `null`: the null device. */
  readonly stdin: string | null;
  /** Where the command leaves results of its own; absent where it has none. */
  readonly parse?: ParseSpec;
}

export interface ParseSpec {
  /** As `assay import --format` names it. */
  readonly format: string;
  /** Relative to `cwd`, inside the repository; `null`: standard output. */
  readonly from: string | null;
}

/** An argument list run directly, or a line run by `/bin/sh -c`. */
export type CommandSpec =
  | { readonly kind: 'argv'; readonly argv: readonly string[] }
  | { readonly kind: 'shell'; readonly line: string };

/** How to build, in the directory of `assay.yaml`. */
export interface BuildSpec {
  readonly command: CommandSpec;
  readonly env: Readonly<Record<string, EnvValue>>;
  /** In seconds, > 0. */
  readonly timeoutS: number;
}

/** A text, or the name of a secret: see `resolveSecrets`. */
export type EnvValue = string | { readonly secret: string };

export interface SampleCount {
  /** 1 and up. */
  readonly min: number;
  /** `min` and up. */
  readonly max: number;
}

export interface PlannedMetric {
  /** Built in, or of the results that the benchmark's `parse` reads. */
  readonly name: string;
  /** δ: the smallest relative change worth knowing, > 0; 0.02 is 2 %. */
  readonly tolerance: number;
  /**
   * The part of the run's budget for this metric over all cases of its benchmark, in (0, 1); `null`: an equal
   * share of what these leave. Together never more than the run's.
   */
  readonly falseAlarmBudget: number | null;
}

/** The arguments that run a command. */
export function argvOf(command: CommandSpec): readonly string[] {
  return command.kind === 'argv' ? command.argv : ['/bin/sh', '-c', command.line];
}

/** A command as a person would type it. */
export function commandText(command: CommandSpec): string {
  return command.kind === 'argv' ? command.argv.map(quoted).join(' ') : command.line;
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
