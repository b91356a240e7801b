import { basename, extname } from 'node:path';
import type { Direction } from '../../core/metric.ts';
import type { Input } from '../../import/format.ts';
import { inputOf } from '../../import/input.ts';
import { validated } from '../../import/json.ts';
import { fileSource } from '../../import/source.ts';
import { SeriesSchema } from '../schemas/series.ts';
import { readSeriesCsv } from './csv.ts';

/** One history from a file, oldest value first; the lists are as long as `values`. */
export interface FileSeries {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: string;
  readonly direction: Direction | null;
  readonly values: readonly (number | null)[];
  readonly commits: readonly (string | null)[] | null;
  readonly environments: readonly (string | null)[] | null;
}

/** What a file held, and what of it was not read, in words. */
export interface SeriesFileContent {
  readonly series: readonly FileSeries[];
  readonly notes: readonly string[];
}

export const SHAPE =
  'a history is {"schema":"assay.series/1","values":[…]} or an array of them, or CSV with a header; docs/reference/json.md';

/** Reads histories as JSON (assay.series/1, one or an array) or CSV, told apart by the first character. */
export async function readSeriesFile(path: string, shown: string): Promise<SeriesFileContent> {
  const input = inputOf(fileSource(path, shown));
  const text = (await input.text()).replace(/^\u{feff}/u, '');
  if (text.trim() === '') throw input.error('the file is empty', null, SHAPE);
  const name = basename(shown, extname(shown));
  return /^\s*[[{]/.test(text)
    ? { series: readJson(text, name, input), notes: [] }
    : readSeriesCsv(text, name, input);
}

function readJson(text: string, name: string, input: Input): FileSeries[] {
  const content = parsed(text, input);
  const entries: unknown[] = Array.isArray(content) ? content : [content];
  if (entries.length === 0) throw input.error('there is no history in it', null, SHAPE);
  return entries.map((entry, i) =>
    oneSeries(entry, name, within(input, Array.isArray(content) ? `[${i}]` : null)),
  );
}

function parsed(text: string, input: Input): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw input.error(`not complete JSON: ${(cause as Error).message}`, null, SHAPE);
  }
}

function oneSeries(entry: unknown, name: string, input: Input): FileSeries {
  checkKeys(entry, input);
  const of = validated(SeriesSchema, entry, input);
  for (const key of ['times', 'commits', 'environments'] as const) {
    const list = of[key];
    if (list && list.length !== of.values.length) {
      throw input.error(
        `${list.length} entries for ${of.values.length} values`,
        key,
        `give one for each value, null where it is not known, or leave ${key} out`,
      );
    }
  }
  return {
    benchmark: of.benchmark ?? name,
    metric: of.metric ?? 'value',
    unit: of.unit ?? '1',
    direction: of.direction ?? null,
    values: of.values,
    commits: of.commits ?? null,
    environments: of.environments ?? null,
  };
}

/** A misspelt key is told before what is missing because of it. */
function checkKeys(entry: unknown, input: Input): void {
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
    throw input.error('a history is an object', null, SHAPE);
  }
  const known = Object.keys(SeriesSchema.shape);
  const unknown = Object.keys(entry).find((key) => !known.includes(key));
  if (unknown !== undefined) throw input.error('unknown key', unknown, `known are: ${known.join(', ')}`);
}

/** The same input, whose errors name the entry of an array and say what a history is. */
function within(input: Input, entry: string | null): Input {
  return {
    ...input,
    error: (message, place = null, hint = SHAPE) => {
      if (entry === null) return input.error(message, place, hint);
      return input.error(message, place === null ? entry : `${entry}.${place}`, hint);
    },
  };
}
