import type { ConfigFile } from '../../config/schema.ts';
import { AssayError } from '../../core/error.ts';
import type { Direction } from '../../core/metric.ts';
import { parseMapping, type TableMapping } from '../../import/table-mapping.ts';
import { utc } from '../../import/time.ts';
import type { Context } from '../context.ts';

/** As commander gives them. */
export interface ImportFlags {
  readonly format?: string;
  readonly commit?: string;
  readonly at?: string;
  readonly direction?: readonly string[];
  readonly map?: string;
  readonly environment?: string;
  readonly dryRun?: boolean;
  readonly keepGoing?: boolean;
}

export interface ImportSettings {
  readonly format: string | undefined;
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly at: string | null;
  /** By metric: flags before assay.yaml. */
  readonly directions: ReadonlyMap<string, Direction>;
  /** Of --map: every file is a table. */
  readonly mapping: TableMapping | undefined;
  /** Of assay.yaml: for files of which no format is recognised. */
  readonly otherwise: TableMapping | undefined;
  readonly environment: string | null;
  readonly dryRun: boolean;
  readonly keepGoing: boolean;
}

export async function importSettings(context: Context, flags: ImportFlags): Promise<ImportSettings> {
  const file = await configured(context);
  return {
    format: flags.format,
    commit: flags.commit ?? null,
    at: flags.at === undefined ? null : time(flags.at),
    directions: new Map([
      ...Object.entries(file?.directions ?? {}),
      ...(flags.direction ?? []).map(direction),
    ]),
    mapping: flags.map === undefined ? undefined : parseMapping(flags.map),
    otherwise: file?.map === undefined ? undefined : parseMapping(file.map, 'import.map'),
    environment: flags.environment ?? null,
    dryRun: flags.dryRun ?? false,
    keepGoing: flags.keepGoing ?? false,
  };
}

function time(text: string): string {
  const found = utc(text);
  if (found !== null) return found;
  throw new AssayError('usage', `--at ${text} is no time with a zone`, {
    hint: 'such as 2026-03-01T12:00:00Z or 2026-03-01T12:00:00+01:00',
  });
}

function direction(text: string): [string, Direction] {
  const [, metric, way] = /^(.+)=(lower|higher)$/.exec(text) ?? [];
  if (metric !== undefined) return [metric, way as Direction];
  throw new AssayError('usage', `--direction ${text} does not say lower or higher`, {
    hint: "such as --direction 'words/s=higher'",
  });
}

/** An import works without a configuration; one that is there must be right. */
async function configured(context: Context): Promise<ConfigFile['import']> {
  const { findConfig } = await import('../../config/find.ts');
  const path = context.files.config ?? (await findConfig(context.cwd).catch(absent));
  if (path === null) return undefined;
  const { loadConfig } = await import('../../config/load.ts');
  return (await loadConfig(path)).file.import;
}

function absent(error: unknown): null {
  if (error instanceof AssayError) return null;
  throw error;
}
