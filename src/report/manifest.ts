import { sha256 } from '../core/canonical.ts';
import { AssayError } from '../core/error.ts';
import type { ReportData } from './data.ts';
import type { Figure } from './figure.ts';
import { measuredCommit } from './names.ts';

/** Where the manifest lies in a results tree. It lists every other file. */
export const MANIFEST_PATH = 'data/figures.json';

export const MANIFEST_SCHEMA = 'assay.results/1';

/** What a results tree says of itself: its files and every number in them. */
export interface Manifest {
  readonly schema: typeof MANIFEST_SCHEMA;
  /** Version of Assay that wrote the tree. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly project: string;
  /** The run that is reported. */
  readonly run: string;
  /** Every run with a figure in the tree: its own, and those of its history. */
  readonly runs: readonly string[];
  /** Full object name of the measured commit; of a dirty tree the one it is based on; `null` for files. */
  readonly commit: string | null;
  readonly dirty: boolean;
  /** SHA-256 by path within the tree. */
  readonly files: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, Omit<Figure, 'id'>>>;
}

export function manifestOf(
  data: ReportData,
  figures: ReadonlyMap<string, Figure>,
  files: ReadonlyMap<string, string | Uint8Array>,
): Manifest {
  const { run, histories } = data;
  const others = histories.flatMap((history) => history.points.map((point) => point.run));
  const paths = [...files.keys()].filter((path) => path !== MANIFEST_PATH).sort();
  return {
    schema: MANIFEST_SCHEMA,
    version: data.version,
    generatedAt: data.generatedAt,
    project: data.project,
    run: run.id,
    runs: [...new Set([run.id, ...others])],
    commit: measuredCommit(run.candidate),
    dirty: run.candidate.dirty || (run.baseline?.dirty ?? false),
    files: Object.fromEntries(paths.map((path) => [path, sha256(files.get(path)!)])),
    figures: Object.fromEntries([...figures].map(([id, { id: _, ...figure }]) => [id, figure])),
  };
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/** Reads a manifest; anything that is not one is an `input` error naming `path`. */
export function parseManifest(text: string, path: string): Manifest {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new AssayError('input', `${path} is not JSON`, {
      hint: 'write the report again: assay report',
      cause,
    });
  }
  if (isManifest(found)) return found;
  throw new AssayError('input', `${path} is not a manifest of ${MANIFEST_SCHEMA}`, {
    hint: 'write the report again: assay report',
  });
}

function isManifest(of: unknown): of is Manifest {
  if (!isRecord(of) || of.schema !== MANIFEST_SCHEMA) return false;
  const texts = ['version', 'generatedAt', 'project', 'run'].every((key) => typeof of[key] === 'string');
  const commit = of.commit === null || typeof of.commit === 'string';
  const runs = Array.isArray(of.runs) && of.runs.every((run) => typeof run === 'string');
  if (!texts || !commit || !runs || typeof of.dirty !== 'boolean') return false;
  const files = isRecord(of.files) && Object.values(of.files).every((digest) => typeof digest === 'string');
  return files && isRecord(of.figures) && Object.values(of.figures).every(isFigure);
}

function isFigure(of: unknown): boolean {
  if (!isRecord(of)) return false;
  const texts = ['label', 'unit', 'statistic', 'run', 'sampleDigest'].every(
    (key) => typeof of[key] === 'string',
  );
  const value = of.value === null || typeof of.value === 'number';
  return texts && value && Array.isArray(of.measurements) && of.measurements.every(Number.isInteger);
}

function isRecord(of: unknown): of is Record<string, unknown> {
  return of !== null && typeof of === 'object' && !Array.isArray(of);
}
