import { posix } from 'node:path';
import type { Case } from '../core/case.ts';
import { casesOf } from './cases.ts';
import { checkTexts, TOO_LONG } from './check-texts.ts';
import { DEFAULTS, LIMITS } from './defaults.ts';
import { inside } from './inside.ts';
import { IN_OUTPUT, OUTPUT_VARIABLE, STDOUT } from './own-results.ts';
import { substitute } from './placeholder.ts';
import type {
  CommandSpec,
  EnvValue,
  Output,
  ParseSpec,
  PlannedBenchmark,
  PlannedCase,
  SampleCount,
} from './plan.ts';
import { plannedMetrics } from './planned-metrics.ts';
import type { Path, Report } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { environmentOf, setting } from './setting.ts';

/** What a benchmark is planned from. */
export interface PlanSource {
  readonly file: ConfigFile;
  /** Directory of `assay.yaml` within the repository, `''` at its top. */
  readonly prefix: string;
  readonly report: Report;
  /** Takes part of what all texts of the plan may hold, and throws when nothing is left. */
  readonly spend: (characters: number) => void;
}

/** One benchmark with all its cases. Problems are reported, and the result is then not to be used. */
export function plannedBenchmark(source: PlanSource, name: string): PlannedBenchmark {
  const { file, report } = source;
  const benchmark = file.benchmarks[name]!;
  const own = ['benchmarks', name];
  checkTexts(file, name, report);
  const cases = casesOf(benchmark, (path, message) => report([...own, ...path], message));
  const build = benchmark.build === undefined ? (file.build ?? null) : benchmark.build;
  const { value: work } = setting(file, name, 'work');
  return {
    name,
    build,
    cases: cases.map((params) => plannedCase(source, name, params)),
    warmup: setting(file, name, 'warmup').value ?? DEFAULTS.warmup,
    samples: sampleCount(setting(file, name, 'samples').value),
    timeS: setting(file, name, 'time').value ?? null,
    timeoutS: setting(file, name, 'timeout').value ?? DEFAULTS.timeoutS,
    output: output(source, name),
    ignoreExitCode: setting(file, name, 'ignore-exit-code').value ?? false,
    metrics: plannedMetrics(file, name, report),
    ...(work !== undefined && { work }),
  };
}

export function sampleCount(value: number | SampleCount | undefined): SampleCount | null {
  if (value === undefined) return null;
  return typeof value === 'number' ? { min: value, max: value } : value;
}

function plannedCase(source: PlanSource, name: string, params: Case): PlannedCase {
  const filled = (text: string, path: Path): string => {
    const result = substitute(text.slice(0, LIMITS.argumentLength), params);
    if (Buffer.byteLength(result) >= LIMITS.argumentLength) source.report(path, TOO_LONG);
    source.spend(result.length + 1);
    return result;
  };
  const command = (spec: CommandSpec, path: Path): CommandSpec =>
    spec.kind === 'shell'
      ? { kind: 'shell', line: filled(spec.line, path) }
      : { kind: 'argv', argv: spec.argv.map((argument, index) => filled(argument, [...path, index])) };
  const step = (key: 'setup' | 'prepare' | 'cleanup'): CommandSpec | null => {
    const { value, path } = setting(source.file, name, key);
    return value ? command(value, path) : null;
  };
  const cwd = setting(source.file, name, 'cwd');
  const stdin = setting(source.file, name, 'stdin');
  const workingDirectory = inside(source, filled(cwd.value ?? '.', cwd.path), cwd.path);
  const parse = parseSpec(source, name, workingDirectory, filled);
  return {
    params,
    command: command(source.file.benchmarks[name]!.command, ['benchmarks', name, 'command']),
    setup: step('setup'),
    prepare: step('prepare'),
    cleanup: step('cleanup'),
    cwd: workingDirectory,
    env: environment(source.file, name, filled),
    stdin: stdin.value ? inside(source, filled(stdin.value, stdin.path), stdin.path) : null,
    ...(parse && { parse }),
  };
}

/** Results on standard output are read from where `log` keeps it. */
function output({ file, report }: PlanSource, name: string): Output {
  const { value, path } = setting(file, name, 'output');
  const { parse } = file.benchmarks[name]!;
  if (!parse || (parse.from ?? STDOUT) !== STDOUT) return value ?? DEFAULTS.output;
  if (value !== undefined && value !== 'log') report(path, 'must be log, since parse reads standard output');
  return 'log';
}

function parseSpec(
  source: PlanSource,
  benchmark: string,
  cwd: string,
  filled: (text: string, path: Path) => string,
): ParseSpec | null {
  const { parse } = source.file.benchmarks[benchmark]!;
  if (!parse) return null;
  const { format, from = STDOUT } = parse;
  if (from === STDOUT) return { format, from: null };
  const at = ['benchmarks', benchmark, 'parse', 'from'];
  const path = filled(from, at);
  if (!path.startsWith(IN_OUTPUT)) return { format, from: inside(source, path, at, cwd) };
  const name = posix.normalize(path.slice(IN_OUTPUT.length));
  if (name.startsWith('..')) source.report(at, `leads out of $${OUTPUT_VARIABLE}`);
  return { format, from: `${IN_OUTPUT}${name}` };
}

function environment(
  file: ConfigFile,
  name: string,
  filled: (text: string, path: Path) => string,
): Readonly<Record<string, EnvValue>> {
  const entries = [...environmentOf(file, name)].map(([variable, { value, path }]): [string, EnvValue] => [
    variable,
    typeof value === 'string' ? filled(value, path) : value,
  ]);
  return Object.fromEntries(entries);
}
