import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParseSpec, PlannedBenchmark } from '../config/plan.ts';
import { AssayError } from '../core/error.ts';
import { isBuiltin, isContainerMetric, type Metric } from '../core/metric.ts';
import { CaseFailure } from './case-failure.ts';

/** One execution's value of a metric that its command measured itself, in the metric's unit; finite. */
export interface OwnValue extends Metric {
  readonly value: number;
}

/**
 * Reads the results that one execution left. An error of code `input` is about this file and fails the case;
 * any other ends the run. `shown` names the file in messages.
 */
export type ResultReader = (
  path: string,
  shown: string,
  about: { readonly benchmark: string; readonly format: string },
) => Promise<readonly OwnValue[]>;

export interface ResultsOptions {
  readonly benchmark: PlannedBenchmark;
  readonly spec: ParseSpec;
  readonly read: ResultReader;
  /** The results, absolute: the file or folder, or what was kept of standard output. */
  readonly path: string;
}

/**
 * Before an execution: what an earlier one left, or the commit has, must not be taken for its own. The files
 * get a time that no writing leaves, instead of being removed: they may be the commit's.
 */
export async function markOld(shown: string, path: string): Promise<void> {
  for (const file of await filesOf(path)) {
    await utimes(file, 0, 0).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return;
      throw new CaseFailure(`parse: ${shown} cannot be told from what was there before: ${cause.message}`);
    });
  }
}

/** Whether a file was written after it was marked. */
export async function isWrittenAnew(file: string): Promise<boolean> {
  return (await stat(file)).mtimeMs !== 0;
}

/** The file itself, or all below a folder. */
async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** After an execution: what it measured itself, with every judged metric in it. */
export async function ownResults(options: ResultsOptions): Promise<readonly OwnValue[]> {
  const { spec, path, benchmark } = options;
  const shown = spec.from ?? 'standard output';
  if (spec.from !== null) await checkOwn(path, shown);
  let values: readonly OwnValue[];
  try {
    values = await options.read(path, shown, { benchmark: benchmark.name, format: spec.format });
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'input') throw error;
    throw new CaseFailure(`parse: ${error.message}`);
  }
  const missing = benchmark.metrics.filter(
    ({ name }) =>
      !isBuiltin(name) && !isContainerMetric(name) && !values.some((value) => value.name === name),
  );
  if (missing.length === 0) return values;
  throw new CaseFailure(
    `parse: ${shown} has no ${listed(missing)}; its metrics are ${listed(values)}: name these under metrics`,
  );
}

async function checkOwn(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  // One that is not there is told by the reader; a pipe would never end.
  if (found === null) return;
  if (!found.isFile() && !found.isDirectory()) throw new CaseFailure(`parse: ${shown} is no file`);
  const files = await filesOf(path);
  for (const file of files) if (await isWrittenAnew(file)) return;
  if (files.length > 0) {
    throw new CaseFailure(`parse: ${shown} was there before the execution, which did not write it anew`);
  }
}

/** As many as fit some lines of a terminal. */
const MOST_NAMES = 20;

function listed(metrics: readonly { readonly name: string }[]): string {
  const shown = metrics.slice(0, MOST_NAMES).map(({ name }) => JSON.stringify(name.slice(0, 100)));
  const more = metrics.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
