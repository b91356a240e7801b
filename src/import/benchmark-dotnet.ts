import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';

const BenchmarkSchema = z.object({
  Namespace: z.string().nullish(),
  Type: z.string().min(1),
  Method: z.string().min(1),
  /** `N=1000&Text=a` */
  Parameters: z.string().nullish(),
  /** `null` where the benchmark failed. */
  Statistics: z
    .object({
      /** Nanoseconds an operation. */
      OriginalValues: z.array(z.number()).optional(),
    })
    .nullish(),
  Memory: z.object({ BytesAllocatedPerOperation: z.number().nullish() }).nullish(),
  /** Of the exporters with measurements. */
  Measurements: z
    .array(
      z.object({
        IterationMode: z.string(),
        IterationStage: z.string(),
        Operations: z.number().positive(),
        Nanoseconds: z.number(),
      }),
    )
    .nullish(),
});

const FileSchema = z.object({ Benchmarks: z.array(BenchmarkSchema).min(1) });

type Benchmark = z.output<typeof BenchmarkSchema>;

/**
 * The workload's results: the overhead that BenchmarkDotNet measured is taken off already, and the rows of
 * pilot, warm-up and overhead are no samples. Parameters become the case.
 */
export const benchmarkDotNet: Format = {
  name: 'benchmarkdotnet',
  title: 'BenchmarkDotNet JsonExporter, full',
  recognises: ({ keys }) => keys.has('HostEnvironmentInfo') && keys.has('Benchmarks'),
  async read(input, warn) {
    const { Benchmarks } = validated(FileSchema, await input.json(), input);
    return Benchmarks.flatMap((found, index): ImportedMeasurement[] => {
      const benchmark = [found.Namespace, found.Type, found.Method].filter(Boolean).join('.');
      if (!found.Statistics) {
        warn(`${benchmark} has no result`);
        return [];
      }
      const of = { benchmark, case: caseOf(found.Parameters ?? ''), direction: 'lower' } as const;
      const samples = samplesOf(found);
      if (samples.length === 0) throw input.error('has no values', `Benchmarks[${index}].Statistics`);
      const wall = measurement({ ...of, metric: 'wall', unit: 's' }, { samples });
      const bytes = found.Memory?.BytesAllocatedPerOperation;
      if (typeof bytes !== 'number') return [wall];
      // Counted once, in a run of its own.
      return [wall, measurement({ ...of, metric: 'allocated', unit: 'By' }, { samples: [bytes] })];
    });
  },
};

function samplesOf({ Statistics, Measurements }: Benchmark): number[] {
  const values = Statistics?.OriginalValues;
  if (values && values.length > 0) return values.map((ns) => ns / 1e9);
  return (Measurements ?? [])
    .filter((row) => row.IterationMode === 'Workload' && row.IterationStage === 'Result')
    .map((row) => row.Nanoseconds / row.Operations / 1e9);
}

function caseOf(parameters: string): Record<string, string> {
  const pairs = parameters.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1 ? ['parameter', pair] : [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
