import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { parseJson, validated } from './json.ts';
import { quantileKey } from './percentile.ts';
import { summaryOf } from './summary.ts';

/** Nanoseconds. */
const Latency = z.object({
  N: z.number(),
  mean: z.number(),
  stddev: z.number(),
  min: z.number(),
  max: z.number(),
  percentile: z.record(z.string(), z.number()).optional(),
});

const Operation = z.object({
  total_ios: z.number(),
  iops: z.number(),
  bw_bytes: z.number(),
  lat_ns: Latency,
  clat_ns: Latency.optional(),
  slat_ns: Latency.optional(),
});

const Job = z.object({
  jobname: z.string().min(1),
  error: z.number(),
  read: Operation,
  write: Operation,
  trim: Operation,
  sync: z.object({ lat_ns: Latency }).optional(),
});

const File = z.object({ timestamp_ms: z.number().optional(), jobs: z.array(Job).min(1) });

/**
 * fio 3, `--output-format=json` or `json+`: rates over the whole job are one sample each; latencies are
 * summaries (the bins of `json+` are a histogram, and no samples). The operation is the case, with the number
 * of the job where several have one name. What fio prints before the JSON is passed over.
 */
export const fio: Format = {
  name: 'fio',
  title: 'fio --output-format=json, json+',
  recognises: ({ text }) => /^\{\s*"fio version"\s*:/m.test(text),
  async read(input, warn) {
    const { timestamp_ms: ms, jobs } = validated(File, await json(input), input);
    const at = ms === undefined ? null : instant(ms);
    return jobs.flatMap((job, index) => {
      const alike = jobs.filter((each) => each.jobname === job.jobname);
      const number = alike.length > 1 ? { job: jobs.slice(0, index).filter(named(job)).length + 1 } : {};
      return ofJob(job, number, at, warn);
    });
  },
};

const named =
  (job: z.output<typeof Job>) =>
  (other: z.output<typeof Job>): boolean =>
    other.jobname === job.jobname;

/** Notes of fio come before the object, on lines of their own. */
async function json(input: Input): Promise<unknown> {
  const text = await input.text();
  const start = text.search(/^\{/m);
  try {
    return parseJson(text.slice(Math.max(start, 0)));
  } catch (cause) {
    throw input.error(`not complete JSON: ${(cause as Error).message}`);
  }
}

function ofJob(
  job: z.output<typeof Job>,
  number: { job?: number },
  at: string | null,
  warn: Warn,
): ImportedMeasurement[] {
  if (job.error !== 0) {
    warn(`${job.jobname} failed with error ${job.error}: left out`);
    return [];
  }
  const found: ImportedMeasurement[] = [];
  const rate = { benchmark: job.jobname, direction: 'higher', at } as const;
  for (const operation of ['read', 'write', 'trim'] as const) {
    const did = job[operation];
    if (did.total_ios === 0) continue;
    const of = { ...rate, case: { operation, ...number } };
    found.push(
      measurement({ ...of, metric: 'throughput', unit: '1/s' }, { samples: [did.iops] }),
      measurement({ ...of, metric: 'bandwidth', unit: 'By/s' }, { samples: [did.bw_bytes] }),
      ...latency({ ...of, metric: 'latency' }, did.lat_ns),
      ...latency({ ...of, metric: 'completion-latency' }, did.clat_ns),
      ...latency({ ...of, metric: 'submission-latency' }, did.slat_ns),
    );
  }
  const sync = { ...rate, case: { operation: 'sync', ...number }, metric: 'latency' };
  return [...found, ...latency(sync, job.sync?.lat_ns)];
}

function latency(
  of: Pick<ImportedMeasurement, 'benchmark' | 'case' | 'metric' | 'at'>,
  stated: z.output<typeof Latency> | undefined,
): ImportedMeasurement[] {
  if (!stated || stated.N === 0) return [];
  const quantiles = Object.entries(stated.percentile ?? {}).map(([percent, ns]) => [
    quantileKey(Number(percent)),
    ns / 1e9,
  ]);
  const summary = summaryOf({
    ...{ n: stated.N, mean: stated.mean / 1e9, sd: stated.stddev / 1e9 },
    ...{ min: stated.min / 1e9, max: stated.max / 1e9, quantiles: Object.fromEntries(quantiles) },
  });
  return [measurement({ ...of, unit: 's', direction: 'lower' }, { summary })];
}

function instant(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
