import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { AssayError } from '../core/error.ts';
import { hyperfineMeasurements, isHyperfine } from './hyperfine.ts';
import type { ImportedMeasurement } from './imported.ts';

/** The contract `assay.samples/1`: one object, or an array of them. */
export const SamplesSchema = z.strictObject({
  schema: z.literal('assay.samples/1'),
  benchmark: z.string().min(1),
  case: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  metric: z.string().min(1),
  unit: z.string().min(1).describe('UCUM: s, By, 1, 1/s, By/s'),
  direction: z.enum(['lower', 'higher']).describe('which way is better'),
  samples: z.array(z.number()).min(1).describe('in the unit, in the order taken'),
});

/** Ten million samples of twenty digits: far above what a person compares, far below what memory holds. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Reads a file of hyperfine (`--export-json`) or of `assay.samples/1`, recognised by its content. */
export async function readSamplesFile(path: string): Promise<ImportedMeasurement[]> {
  const json = parseJson(await readText(path), path);
  if (isHyperfine(json)) return hyperfineMeasurements(json, path);
  const entries = Array.isArray(json) ? json : [json];
  if (entries.length === 0) throw new AssayError('input', `${path}: no measurements in it`, { hint: SHAPES });
  const measurements = entries.map((entry, index) =>
    parseEntry(entry, Array.isArray(json) ? `${path}: [${index}]` : path),
  );
  rejectDuplicates(measurements, path);
  return measurements;
}

const SHAPES =
  'give a file of hyperfine --export-json, or of the schema assay.samples/1 (docs/reference/schemas)';

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new AssayError('input', `${path}: ${size} bytes; at most ${MAX_BYTES} are read`, {
        hint: 'split the file',
      });
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AssayError(
      'input',
      missing ? `${path}: there is no such file` : `${path}: ${(cause as Error).message}`,
      { hint: SHAPES, cause },
    );
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    // A byte order mark is no content (RFC 8259, section 8.1).
    return JSON.parse(text.replace(/^\u{feff}/u, ''));
  } catch (cause) {
    throw new AssayError('input', `${path}: not JSON: ${(cause as Error).message}`, { hint: SHAPES, cause });
  }
}

function parseEntry(entry: unknown, place: string): ImportedMeasurement {
  const parsed = SamplesSchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${place}: ${issue.path.join('.') || 'the whole'}: ${issue.message}`,
  );
  throw new AssayError('input', issues.join('\n'), { hint: SHAPES });
}

function rejectDuplicates(measurements: readonly ImportedMeasurement[], path: string): void {
  const seen = new Set<string>();
  for (const measurement of measurements) {
    const key = measurementKey(measurement);
    if (seen.has(key)) {
      throw new AssayError(
        'input',
        `${path}: ${measurement.benchmark} ${measurement.metric} is in it twice`,
        {
          hint: 'put all samples of one measurement into one list',
        },
      );
    }
    seen.add(key);
  }
}

/** What makes two measurements of two files the same: benchmark, case and metric. */
export function measurementKey({ benchmark, case: of, metric }: ImportedMeasurement): string {
  const sorted = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([benchmark, sorted, metric]);
}
