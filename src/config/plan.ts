import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';

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
