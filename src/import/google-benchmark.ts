import { z } from 'zod';
import { collector, type Identity, measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement, ImportedSummary } from './imported.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';
import { seconds } from './units.ts';

const RowSchema = z
  .object({
    name: z.string().min(1),
    /** Without the suffix of an aggregate; since 1.5. */
    run_name: z.string().min(1).optional(),
    run_type: z.enum(['iteration', 'aggregate']).optional(),
    aggregate_name: z.string().optional(),
    repetitions: z.number().optional(),
    error_occurred: z.boolean().optional(),
    error_message: z.string().optional(),
    skipped: z.boolean().optional(),
    skip_message: z.string().optional(),
    time_unit: z.enum(['ns', 'us', 'ms', 's']).optional(),
  })
  .catchall(z.unknown());

const FileSchema = z.object({ context: z.object({}), benchmarks: z.array(RowSchema).min(1) });

type Row = z.output<typeof RowSchema>;

/**
 * Rows of the type `iteration` are samples: one a repetition, each the mean over its iterations. Rows of the
 * type `aggregate` are statistics of these and no samples; they are a summary where the file has nothing else
 * (`--benchmark_report_aggregates_only`). Counters become metrics of their own names.
 */
export const googleBenchmark: Format = {
  name: 'google-benchmark',
  title: 'Google Benchmark --benchmark_format=json',
  recognises: ({ keys }) =>
    keys.has('context') && (keys.has('benchmarks[].real_time') || keys.has('benchmarks[].run_name')),
  async read(input, warn) {
    const { benchmarks } = validated(FileSchema, await input.json(), input);
    const samples = collector();
    const aggregates = new Map<string, Aggregate>();
    for (const [index, row] of benchmarks.entries()) {
      if (row.error_occurred || row.skipped) {
        warn(`${row.name} has no result: ${row.error_message ?? row.skip_message ?? 'skipped'}`);
      } else if (isAggregate(row)) gatherAggregate(aggregates, row);
      else {
        const figures = figuresOf(row);
        if (figures.length === 0) throw input.error('has no finite figure', `benchmarks[${index}]`);
        for (const [of, value] of figures) samples.add(of, value);
      }
    }
    const sampled = samples.measurements();
    const known = new Set(sampled.map((each) => each.benchmark));
    return [...sampled, ...summaries(aggregates).filter((each) => !known.has(each.benchmark))];
  },
};

function isAggregate(row: Row): boolean {
  // Before 1.5 the name alone told.
  return row.run_type === undefined
    ? /_(mean|median|stddev|cv|BigO|RMS)$/.test(row.name)
    : row.run_type === 'aggregate';
}

/** Numbers of a row that describe it and measure nothing. */
const DESCRIBING = new Set([
  ...['family_index', 'per_family_instance_index', 'repetitions', 'repetition_index', 'threads'],
  ...['iterations', 'real_time', 'cpu_time'],
]);

function figuresOf(row: Row): [Identity, number][] {
  const benchmark = row.run_name ?? row.name.replace(/_(mean|median|stddev|cv|min|max)$/, '');
  const found: [Identity, number][] = [];
  for (const [key, metric] of [
    ['real_time', 'wall'],
    ['cpu_time', 'cpu'],
  ] as const) {
    const value = row[key];
    if (typeof value !== 'number') continue;
    found.push([
      { benchmark, metric, unit: 's', direction: 'lower' },
      seconds(value, row.time_unit ?? 'ns')!,
    ]);
  }
  for (const [key, value] of Object.entries(row)) {
    if (DESCRIBING.has(key) || typeof value !== 'number') continue;
    found.push([{ benchmark, ...(COUNTERS[key] ?? { metric: key, unit: '1', direction: null }) }, value]);
  }
  return found;
}

/** Counters that the library itself computes; the unit and direction of others only their author knows. */
const COUNTERS: Readonly<Record<string, Omit<Identity, 'benchmark'>>> = Object.assign(Object.create(null), {
  bytes_per_second: { metric: 'bytes-per-second', unit: 'By/s', direction: 'higher' },
  items_per_second: { metric: 'items-per-second', unit: '1/s', direction: 'higher' },
  allocs_per_iter: { metric: 'allocations', unit: '1', direction: 'lower' },
  max_bytes_used: { metric: 'peak-memory', unit: 'By', direction: 'lower' },
});

type Aggregate = { of: Identity; stated: Partial<Record<keyof ImportedSummary, number>> }[];

/** The statistics of the library that a summary has a place for. */
const STATISTICS: Readonly<Record<string, 'mean' | 'median' | 'sd' | 'min' | 'max'>> = {
  mean: 'mean',
  median: 'median',
  stddev: 'sd',
  min: 'min',
  max: 'max',
};

function gatherAggregate(into: Map<string, Aggregate>, row: Row): void {
  const name = row.aggregate_name ?? /_([A-Za-z]+)$/.exec(row.name)?.[1] ?? '';
  if (!Object.hasOwn(STATISTICS, name)) return;
  for (const [of, value] of figuresOf(row)) {
    const key = JSON.stringify([of.benchmark, of.metric]);
    const known = into.get(key) ?? [];
    known.push({
      of,
      stated: { [STATISTICS[name]!]: value, ...(row.repetitions && { n: row.repetitions }) },
    });
    into.set(key, known);
  }
}

function summaries(aggregates: ReadonlyMap<string, Aggregate>): ImportedMeasurement[] {
  return [...aggregates.values()].map((parts) => {
    const stated = Object.assign({}, ...parts.map((part) => part.stated));
    return measurement(parts[0]!.of, { summary: summaryOf(stated) });
  });
}
