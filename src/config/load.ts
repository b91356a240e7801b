import { dirname, relative, resolve, sep } from 'node:path';
import { planAllowance } from './allowance.ts';
import { budgetProblem } from './budget.ts';
import type { Config } from './config.ts';
import { DEFAULTS } from './defaults.ts';
import { HOST, plannedEnvironments } from './environments.ts';
import { executionProblems } from './execution-problems.ts';
import { repositoryOf } from './find.ts';
import { plannedBenchmark } from './planned.ts';
import { configError, type Path, type Problem, pathText, place } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { readText } from './text.ts';
import type { Tree } from './tree.ts';
import { validated, withoutBroken } from './validate.ts';
import { parseYaml } from './yaml.ts';

/** Reads and validates `assay.yaml`; all its problems are one AssayError of code `config`, a line each. */
export async function loadConfig(path: string): Promise<Config> {
  const absolute = resolve(path);
  const fromHere = relative(process.cwd(), absolute);
  const display = fromHere.startsWith('..') ? absolute : fromHere;
  const text = await readText(absolute, display);
  const repository = (await repositoryOf(dirname(absolute))) ?? dirname(absolute);
  return parseConfig(text, { path: absolute, display, repository });
}

/** The same for a text at hand. */
export function parseConfig(
  text: string,
  at: { readonly path: string; readonly display: string; readonly repository: string },
): Config {
  const tree = parseYaml(text, at.display);
  const directory = dirname(at.path);
  const prefix = relative(at.repository, directory).split(sep).join('/');
  const found = validated(tree);
  const problems = [...tree.problems, ...found.problems];
  const sound = found.file ?? withoutBroken(tree, found.paths);
  if (sound) problems.push(...planProblems(sound, tree, prefix, at.display));
  if (problems.length > 0 || !found.file) throw configError(at.display, text, problems);
  return {
    path: at.path,
    directory,
    prefix,
    display: at.display,
    file: found.file,
    locate: (path) => place(at.display, text, tree.keyAt(path)),
    has: (path) => tree.has(path),
  };
}

/** What only shows when the plan is made. */
function planProblems(file: ConfigFile, tree: Tree, prefix: string, display: string): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, message: string, at?: 'key'): void => {
    const offset = at === 'key' ? tree.keyAt(path) : tree.valueAt(path);
    problems.push({ offset, path: pathText(path), message });
  };
  const source = { file, prefix, report, spend: planAllowance(display) };
  const benchmarks = Object.keys(file.benchmarks).map((name) => plannedBenchmark(source, name));
  const falseAlarmBudget = file['false-alarm-budget'] ?? DEFAULTS.falseAlarmBudget;
  const problem = budgetProblem({ version: 1, falseAlarmBudget, benchmarks });
  if (problem) report(['false-alarm-budget'], `${problem}; raise it or lower theirs`);
  plannedEnvironments(source);
  executionProblems(file, environmentKinds(tree), report);
  return problems;
}

/** As written, whether or not what is written is right; `host` is always there. */
function environmentKinds(tree: Tree): ReadonlyMap<string, unknown> {
  const { environments } = tree.value as { environments?: unknown };
  const named = typeof environments === 'object' ? (environments ?? {}) : {};
  const written = Object.entries(named).map(([name, each]): [string, unknown] => [name, each?.kind]);
  return new Map([[HOST, 'host'], ...written]);
}
