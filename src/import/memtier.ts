import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { validated } from './json.ts';
import { quantileKey } from './percentile.ts';
import { summaryOf } from './summary.ts';

/** Of one kind of request; latencies in milliseconds, `KB` of 1024 bytes. */
const Requests = z.object({
  Count: z.number(),
  'Ops/sec': z.number(),
  'KB/sec': z.number(),
  'Average Latency': z.number().optional(),
  'Min Latency': z.number().optional(),
  'Max Latency': z.number().optional(),
  'Percentile Latencies': z.record(z.string(), z.unknown()).optional(),
});

const File = z.object({
  configuration: z.object({ threads: z.number(), clients: z.number() }),
  'run information': z.object({ 'Benchmark completion status': z.string().optional() }).optional(),
});

/** Of several runs memtier_benchmark keeps the best, the worst and the average; the best of many is no estimate. */
const SECTION = /^(?:ALL STATS|AGGREGATED AVERAGE RESULTS.*)$/;
const LEFT_OUT = /^(?:BEST|WORST|RUN #\d+) .*RESULTS$/;

/**
 * memtier_benchmark --json-out-file: the rates of each kind of request and of all together are one sample
 * each, latencies are summaries. A run that was interrupted is refused: its rates are none.
 */
export const memtierJson: Format = {
  name: 'memtier',
  title: 'memtier_benchmark --json-out-file',
  recognises: ({ keys }) => keys.has('configuration.key_pattern') && keys.has('configuration.clients'),
  async read(input, warn) {
    const json = await input.json();
    const { configuration, 'run information': information } = validated(File, json, input);
    const status = information?.['Benchmark completion status'] ?? '';
    if (/INTERRUPTED/i.test(status)) throw input.error('the run was interrupted', 'run information', AGAIN);
    const of = { threads: configuration.threads, clients: configuration.clients };
    const found: ImportedMeasurement[] = [];
    for (const [name, section] of Object.entries(json as object)) {
      if (LEFT_OUT.test(name)) warn(`${name}: left out`);
      if (SECTION.test(name)) found.push(...ofSection(name, section, of, input, warn));
    }
    return found;
  },
};

const AGAIN = 'run memtier_benchmark to its end';

function ofSection(
  section: string,
  value: unknown,
  of: { threads: number; clients: number },
  input: Input,
  warn: Warn,
): ImportedMeasurement[] {
  const kinds = validated(z.record(z.string(), z.unknown()), value, input);
  const runtime = z.object({ 'Start time': z.number() }).safeParse(kinds.Runtime);
  // The average over several runs says no time that could be one.
  const ms = runtime.success ? runtime.data['Start time'] : 0;
  const at = ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : null;
  return Object.entries(kinds).flatMap(([benchmark, stated]) => {
    if (benchmark === 'Runtime') return [];
    const parsed = Requests.safeParse(stated);
    if (!parsed.success) throw input.error('is not complete', `${section}.${benchmark}`);
    if (parsed.data.Count === 0) return [];
    return requests({ benchmark, case: of, at }, parsed.data, warn);
  });
}

function requests(
  of: Pick<ImportedMeasurement, 'benchmark' | 'case' | 'at'>,
  stated: z.output<typeof Requests>,
  warn: Warn,
): ImportedMeasurement[] {
  const quantiles = Object.entries(stated['Percentile Latencies'] ?? {}).flatMap(([name, ms]) =>
    /^p\d+(?:\.\d+)?$/.test(name) && typeof ms === 'number'
      ? [[quantileKey(Number(name.slice(1))), ms / 1000] as const]
      : [],
  );
  const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);
  const summary = summaryOf({
    ...{ n: stated.Count, mean: seconds(stated['Average Latency']) },
    ...{ min: seconds(stated['Min Latency']), max: seconds(stated['Max Latency']) },
    quantiles: Object.fromEntries(quantiles),
  });
  const rates = [
    measurement(
      { ...of, metric: 'throughput', unit: '1/s', direction: 'higher' },
      { samples: [stated['Ops/sec']] },
    ),
    measurement(
      { ...of, metric: 'bandwidth', unit: 'By/s', direction: 'higher' },
      { samples: [stated['KB/sec'] * 1024] },
    ),
  ];
  if (summary === null) {
    warn(`${of.benchmark} has no latency`);
    return rates;
  }
  return [...rates, measurement({ ...of, metric: 'latency', unit: 's', direction: 'lower' }, { summary })];
}
