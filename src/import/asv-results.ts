import { z } from 'zod';
import type { Case } from '../core/case.ts';
import type { Direction } from '../core/metric.ts';
import { measurement } from './collector.ts';
import type { Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';
import { utcOfMs } from './time.ts';

/** What `benchmarks.json` says of a benchmark. */
export interface AsvBenchmark {
  readonly unit?: string | undefined;
  readonly param_names?: readonly string[] | undefined;
}

const FileSchema = z.object({
  version: z.literal(2),
  commit_hash: z.string().regex(/^[0-9a-f]{7,64}$/),
  /** Of the commit, in milliseconds since 1970. */
  date: z.number().nullish(),
  env_name: z.string().nullish(),
  params: z.object({ machine: z.string().nullish() }).nullish(),
  /** What stands at which position of a result; shorter rows end early. */
  result_columns: z.array(z.string()).refine((columns) => columns.includes('result'), 'has no column result'),
  results: z.record(z.string().min(1), z.array(z.unknown()).nullable()),
});

const numbers = z.array(z.number().nullable()).nullish();

const RowSchema = z.object({
  result: z.array(z.union([z.number(), z.null()])).nullish(),
  params: z.array(z.array(z.string())).nullish(),
  stats_q_25: numbers,
  stats_q_75: numbers,
  stats_repeat: numbers,
  samples: z.array(z.array(z.number().nullable()).nullable()).nullish(),
});

type Row = z.output<typeof RowSchema>;

export interface AsvFile {
  /** What tells apart the results of several machines and environments. */
  readonly machine: string | null;
  readonly environment: string | null;
  readonly measurements: readonly ImportedMeasurement[];
}

/** One file of results: one commit on one machine in one environment. */
export async function readAsvFile(
  input: Input,
  benchmarks: Readonly<Record<string, AsvBenchmark>>,
  warn: Warn,
): Promise<AsvFile> {
  const json = await input.json();
  if (isEarly(json)) {
    throw input.error(
      'results of asv before 0.5, in version 1, are not read',
      null,
      'convert them: asv update',
    );
  }
  const file = validated(FileSchema, json, input);
  const at = typeof file.date === 'number' ? utcOfMs(file.date) : null;
  const measurements = Object.entries(file.results).flatMap(([benchmark, values]) => {
    const row = validated(RowSchema, named(file.result_columns, values ?? []), input);
    const about = Object.hasOwn(benchmarks, benchmark) ? benchmarks[benchmark]! : {};
    const of = { benchmark, ...asvMetric(benchmark, about.unit), commit: file.commit_hash, at };
    const cases = casesOf(row.params ?? [], about.param_names ?? []);
    if (row.result && row.result.length !== cases.length) {
      throw input.error(`${row.result.length} results of ${cases.length} cases`, `results.${benchmark}`);
    }
    return cases.flatMap((point, position) => {
      const figures = figuresOf(row, position, of.metric === 'wall');
      if (figures) return measurement({ ...of, case: point }, figures);
      warn(
        `${benchmark} has no result${Object.keys(point).length > 0 ? ` for ${JSON.stringify(point)}` : ''} at ${file.commit_hash.slice(0, 8)}`,
      );
      return [];
    });
  });
  return { machine: file.params?.machine ?? null, environment: file.env_name ?? null, measurements };
}

function isEarly(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'version' in json && json.version === 1;
}

function named(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(values.map((value, position) => [columns[position] ?? '', value]));
}

/** asv varies the last parameter fastest. A text parameter is written as Python writes it, in quotes. */
function casesOf(params: readonly (readonly string[])[], names: readonly string[]): Case[] {
  let cases: Case[] = [{}];
  for (const [index, values] of params.entries()) {
    const name = names[index] ?? `param${index + 1}`;
    cases = cases.flatMap((point) => values.map((value) => ({ ...point, [name]: unquoted(value) })));
    if (cases.length > MAX_CASES) return [];
  }
  return cases;
}

/** A matrix this large is not measured by anyone; a hostile one must not fill the memory. */
const MAX_CASES = 1_000_000;

export function unquoted(text: string): string {
  return /^'[^'\\]*'$/.test(text) ? text.slice(1, -1) : text;
}

function figuresOf(row: Row, position: number, timed: boolean) {
  const result = row.result?.[position];
  if (typeof result !== 'number') return null;
  const samples = (row.samples?.[position] ?? []).filter((sample) => sample !== null);
  if (samples.length > 0) return { samples };
  // Sizes and tracked values are observed once; the result of a time is the median of its samples.
  if (!timed) return { samples: [result] };
  const [q25, q75] = [row.stats_q_25?.[position], row.stats_q_75?.[position]];
  const quantiles = typeof q25 === 'number' && typeof q75 === 'number' ? { '0.25': q25, '0.75': q75 } : {};
  return { summary: summaryOf({ n: row.stats_repeat?.[position] ?? null, median: result, quantiles }) };
}

/** By the stated unit, else by the prefix that asv goes by itself. What is tracked only its author knows. */
export function asvMetric(
  benchmark: string,
  unit?: string,
): { metric: string; unit: string; direction: Direction | null } {
  const name = benchmark.slice(benchmark.lastIndexOf('.') + 1);
  if (/^time(?:raw)?_/i.test(name) || /^Time[A-Z]/.test(name) || unit === 'seconds') {
    return { metric: 'wall', unit: 's', direction: 'lower' };
  }
  if (/^peakmem_/i.test(name)) return { metric: 'peak-memory', unit: 'By', direction: 'lower' };
  if (/^mem_/i.test(name) || unit === 'bytes') return { metric: 'memory', unit: 'By', direction: 'lower' };
  return {
    metric: 'value',
    unit: unit === undefined ? '1' : `{${unit.replace(/[{}]/g, '')}}`,
    direction: null,
  };
}
