import type { ConfigBenchmark, ConfigDefaults } from './benchmark-schema.ts';
import type { CommandSpec, EnvValue } from './plan.ts';
import type { Path } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** A text of a benchmark that may hold placeholders, and where it is written. */
export interface Text {
  readonly text: string;
  readonly path: Path;
  /**
   * In an `exact` text (an argument, a path) braces around a word can only mean a parameter; in a shell line
   * or a variable they may mean other things.
   */
  readonly exact: boolean;
}

/** A key's value for one benchmark: its own, else that of `defaults`; and where it is written. */
export function setting<Key extends keyof ConfigDefaults>(
  file: ConfigFile,
  benchmark: string,
  key: Key,
): { readonly value: ConfigDefaults[Key]; readonly path: Path } {
  const own = (file.benchmarks[benchmark] as ConfigBenchmark)[key] as ConfigDefaults[Key];
  if (own !== undefined) return { value: own, path: ['benchmarks', benchmark, key] };
  return { value: file.defaults?.[key] as ConfigDefaults[Key], path: ['defaults', key] };
}

/** Variables of `defaults` and of the benchmark together, each with where it is written. */
export function environmentOf(
  file: ConfigFile,
  benchmark: string,
): Map<string, { value: EnvValue; path: Path }> {
  const joined = new Map<string, { value: EnvValue; path: Path }>();
  for (const [name, value] of Object.entries(file.defaults?.env ?? {})) {
    joined.set(name, { value, path: ['defaults', 'env', name] });
  }
  for (const [name, value] of Object.entries(file.benchmarks[benchmark]?.env ?? {})) {
    joined.set(name, { value, path: ['benchmarks', benchmark, 'env', name] });
  }
  return joined;
}

/** All texts of a benchmark in which `{param}` is replaced. */
export function textsOf(file: ConfigFile, benchmark: string): Text[] {
  const texts = commandTexts(file.benchmarks[benchmark]!.command, ['benchmarks', benchmark, 'command']);
  for (const key of ['setup', 'prepare', 'cleanup'] as const) {
    const { value, path } = setting(file, benchmark, key);
    if (value) texts.push(...commandTexts(value, path));
  }
  for (const key of ['cwd', 'stdin'] as const) {
    const { value, path } = setting(file, benchmark, key);
    if (value) texts.push({ text: value, path, exact: true });
  }
  const from = file.benchmarks[benchmark]!.parse?.from;
  if (from !== undefined) {
    texts.push({ text: from, path: ['benchmarks', benchmark, 'parse', 'from'], exact: true });
  }
  for (const { value, path } of environmentOf(file, benchmark).values()) {
    if (typeof value === 'string') texts.push({ text: value, path, exact: false });
  }
  return texts;
}

function commandTexts(command: CommandSpec, path: Path): Text[] {
  if (command.kind === 'shell') return [{ text: command.line, path, exact: false }];
  return command.argv.map((text, index) => ({ text, path: [...path, index], exact: true }));
}
