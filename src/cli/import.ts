import { resolve } from 'node:path';
import { Command } from 'commander';
import { AssayError, EXIT } from '../core/error.ts';
import { withDirections } from '../import/directions.ts';
import type { ImportedMeasurement } from '../import/imported.ts';
import type { Context } from './context.ts';
import { printImport } from './import/output.ts';
import { type ImportFlags, type ImportSettings, importSettings } from './import/settings.ts';
import type { Importer } from './import/store.ts';
import type { ImportedFile, ImportResult } from './schemas/import.ts';

const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

export function importCommand(context: Context): Command {
  return new Command('import')
    .summary("store other tools' results")
    .description('Reads the results of other tools and stores them as measurements.')
    .argument('<file...>', 'files, or directories that a tool wrote (target/criterion, results of asv)')
    .option('--format <name>', 'the format, where it is not recognised by content')
    .option('--commit <ref>', 'the commit measured, where the file does not say it')
    .option('--at <time>', 'when it was measured, ISO 8601 with a zone, where the file does not say it')
    .option('--direction <metric=way>', 'lower or higher is better, where the file does not say it', collect)
    .option('--map <fields>', 'columns of CSV or NDJSON: benchmark=name,value=ms,unit:=ms')
    .option('--environment <name>', 'where it was measured; only results of one place are compared')
    .option('--dry-run', 'only show what is read; store nothing')
    .option('--keep-going', 'go on with the next file after one that is refused')
    .action(async (paths: string[], flags: ImportFlags) => {
      await importFiles(context, paths, await importSettings(context, flags));
    });
}

async function importFiles(
  context: Context,
  paths: readonly string[],
  settings: ImportSettings,
): Promise<void> {
  const files: ImportedFile[] = [];
  const measurements: ImportResult['measurements'] = [];
  const warnings: string[] = [];
  await using importer = settings.dryRun ? null : await openImporter(context, settings);
  for (const path of paths) {
    context.signal.throwIfAborted();
    try {
      const found = await importFile(context, path, settings, importer);
      files.push(found.file);
      warnings.push(...found.warnings.map((warning) => `${path}: ${warning}`));
      // Only JSON shows them; samples of many files need not stay in memory otherwise.
      if (context.json) for (const each of found.measurements) measurements.push(plain(each));
    } catch (error) {
      if (!settings.keepGoing || !(error instanceof AssayError) || error.code !== 'input') throw error;
      files.push(failed(path, error));
      context.exit(EXIT.usage);
    }
  }
  const formats = new Set(files.flatMap((file) => file.format ?? []));
  const format = formats.size === 1 ? [...formats][0]! : null;
  printImport(context, { schema: 'assay.import/1', format, measurements, warnings, files });
}

async function openImporter(context: Context, settings: ImportSettings): Promise<Importer> {
  const { importerOf } = await import('./import/store.ts');
  return importerOf(context, settings);
}

async function importFile(
  context: Context,
  path: string,
  settings: ImportSettings,
  importer: Importer | null,
): Promise<{
  file: ImportedFile;
  measurements: readonly ImportedMeasurement[];
  warnings: readonly string[];
}> {
  const { readResults } = await import('../import/read.ts');
  const found = await readResults(resolve(context.cwd, path), path, settings);
  const { known, unknown } = withDirections(found.measurements, settings.directions);
  const samples = found.measurements.reduce((sum, each) => sum + each.samples.length, 0);
  const file = { path, format: found.format, measurements: found.measurements.length, samples, error: null };
  if (importer === null) {
    const asked = unknown.length === 0 ? [] : [`${undirected(unknown)}; storing it needs --direction`];
    const shown = found.measurements.map((each) => ({
      ...each,
      direction: each.direction ?? settings.directions.get(each.metric) ?? null,
    }));
    return {
      file: { ...file, status: 'read', runs: [] },
      measurements: shown,
      warnings: [...found.warnings, ...asked],
    };
  }
  if (unknown.length > 0) {
    const flags = unknown.map((metric) => `--direction '${metric}=lower'`).join(' ');
    throw new AssayError('input', `${path}: ${undirected(unknown)}`, {
      hint: `say it, lower or higher: ${flags}; or in assay.yaml under import: directions:`,
    });
  }
  const { status, runs } = await importer.store(path, found.format, known);
  return { file: { ...file, status, runs }, measurements: known, warnings: found.warnings };
}

function undirected(metrics: readonly string[]): string {
  return `the file does not say which way is better: ${metrics.join(', ')}`;
}

function plain(of: ImportedMeasurement): ImportResult['measurements'][number] {
  return { ...of, samples: [...of.samples], summary: of.summary && { ...of.summary } };
}

function failed(path: string, error: AssayError): ImportedFile {
  const nothing = { format: null, measurements: 0, samples: 0, runs: [] };
  return { path, ...nothing, status: 'failed', error: error.message };
}
