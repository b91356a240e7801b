import type { z } from 'zod';
import { type Path, type Problem, pathText } from './problem.ts';
import { type ConfigFile, fileSchema } from './schema.ts';
import type { Tree } from './tree.ts';
import { wording } from './wording.ts';

type Issue = z.core.$ZodIssue;

interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Whether the key itself is wrong, not its value. */
  readonly key: boolean;
}

export interface Validation {
  /** Absent if there are problems. */
  readonly file?: ConfigFile;
  readonly problems: readonly Problem[];
  readonly paths: readonly Path[];
}

/** Holds the values against the schema. */
export function validated(tree: Tree): Validation {
  // What the tree already dropped with a reason of its own is not missing.
  if (tree.value === null && tree.problems.length > 0) return { problems: [], paths: [] };
  const value = tree.value ?? {};
  const result = fileSchema.safeParse(value, { error: wording });
  if (result.success) return { file: result.data, problems: [], paths: [] };
  const findings = result.error.issues.flatMap((issue) => findingsOf(issue, []));
  return {
    problems: findings.map(({ path, message, key }) => ({
      offset: key || !tree.has(path) ? tree.keyAt(path) : tree.valueAt(path),
      path: pathText(path),
      message,
    })),
    paths: findings.map(({ path }) => path),
  };
}

/**
 * The rest of a file without what is broken, so that its other problems are found in the same pass;
 * `undefined` if what is left makes no file.
 */
export function withoutBroken(tree: Tree, paths: readonly Path[]): ConfigFile | undefined {
  if (tree.value === null || typeof tree.value !== 'object') return undefined;
  const { benchmarks, environments, ...rest } = tree.value as Record<string, unknown>;
  if (!isMapping(benchmarks) || paths.some(([top]) => top === 'defaults')) return undefined;
  const tops = new Set(paths.map(([top]) => top));
  const sound = Object.fromEntries(Object.entries(rest).filter(([key]) => !tops.has(key)));
  return fileSchema.safeParse({
    ...sound,
    ...(isMapping(environments) && { environments: withoutNamed(environments, 'environments', paths) }),
    benchmarks: withoutNamed(benchmarks, 'benchmarks', paths),
  }).data;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function withoutNamed(table: Record<string, unknown>, key: string, paths: readonly Path[]) {
  const broken = new Set(paths.filter(([top]) => top === key).map(([, name]) => String(name)));
  return Object.fromEntries(Object.entries(table).filter(([name]) => !broken.has(name)));
}

function findingsOf(issue: Issue, base: Path): Finding[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'invalid_union') return findingsOfUnion(issue, path);
  if (issue.code === 'invalid_key') {
    return issue.issues.slice(0, 1).map(({ message }) => ({ path, message, key: true }));
  }
  const key = issue.code === 'custom' && issue.params?.key === true;
  return [{ path, message: issue.message, key }];
}

/** Of the alternatives, the one whose kind of value was given says what is wrong with it. */
function findingsOfUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path): Finding[] {
  const fitting = issue.errors.find((issues) => !issues.some(isOtherKind));
  if (!fitting) return [{ path, message: issue.message, key: false }];
  return fitting.flatMap((inner) => findingsOf(inner, path));
}

function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((issues) => issues.some(isOtherKind));
  return issue.code === 'invalid_type' && issue.expected !== 'int';
}
