import { z } from 'zod';
import { type AsvFile, readAsvFile } from './asv-results.ts';
import type { Format, Input, TreeFormat } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';

const BenchmarksSchema = z.record(
  z.string(),
  z.union([
    z.number(),
    z.object({ unit: z.string().optional(), param_names: z.array(z.string()).optional() }),
  ]),
);

/** A file of asv's results alone: names of parameters and units of tracked values are beside it. */
export const asvFile: Format = {
  name: 'asv',
  title: 'asv, one file of results',
  recognises: ({ keys }) =>
    keys.has('commit_hash') && (keys.has('result_columns') || keys.has('benchmark_version')),
  async read(input, warn) {
    return [...(await readAsvFile(input, {}, warn)).measurements];
  },
};

/** `results/` of asv: every commit on every machine, each with its time. */
export const asvTree: TreeFormat = {
  name: 'asv',
  title: 'asv, results',
  recognises: (paths) => folderOf(paths) !== null,
  async read(tree, warn) {
    const folder = folderOf(tree.paths) ?? '';
    const about = await aboutBenchmarks(tree.open(`${folder}benchmarks.json`));
    const files: AsvFile[] = [];
    for (const path of tree.paths) {
      if (isResult(path, folder)) files.push(await readAsvFile(tree.open(path), about, warn));
    }
    return files.flatMap((file) => file.measurements.map((found) => placed(found, file, files)));
  },
};

/** `MACHINE/COMMIT-ENVIRONMENT.json` */
function isResult(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[^/]+\/[0-9a-f]{7,}-[^/]+\.json$/.test(path.slice(folder.length));
}

/** The folder that holds `benchmarks.json` beside the folders of machines; `null` where there is none. */
function folderOf(paths: readonly string[]): string | null {
  const folders = paths.flatMap((path) => /^((?:.*\/)?)benchmarks\.json$/.exec(path)?.[1] ?? []);
  return folders.find((folder) => paths.some((path) => isResult(path, folder))) ?? null;
}

async function aboutBenchmarks(input: Input) {
  const found = validated(BenchmarksSchema, await input.json(), input);
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, about]) => (typeof about === 'number' ? [] : [[name, about]])),
  );
}

/** Where there are several machines or environments, they tell the cases apart. */
function placed(found: ImportedMeasurement, file: AsvFile, files: readonly AsvFile[]): ImportedMeasurement {
  const several = (of: (file: AsvFile) => string | null): boolean => new Set(files.map(of)).size > 1;
  const machine = several((each) => each.machine) && file.machine ? { machine: file.machine } : {};
  const environment =
    several((each) => each.environment) && file.environment ? { environment: file.environment } : {};
  return { ...found, case: { ...found.case, ...machine, ...environment } };
}
