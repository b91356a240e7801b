import { collector, measurement } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { numbered } from './numbered.ts';
import { quantileKey } from './percentile.ts';
import { summaryOf } from './summary.ts';
import { seconds } from './units.ts';

/**
 * wrk and wrk2: a block of text a run, from `Running …` to `Transfer/sec`. The rates are one sample each; the
 * latency is a summary. wrk2 corrects its latency for requests that were sent late; the uncorrected one that
 * it prints with -U is left out. Runs of the same load are samples of one rate, and several latencies. Answers that were errors count in all of these, so they are told.
 */
export const wrk: Format = {
  name: 'wrk',
  title: 'wrk, wrk2',
  recognises: ({ text }) => START.test(text) && /^ {2}Thread Stats {3}Avg/m.test(text),
  async read(input, warn) {
    const text = await input.text();
    const starts = [...text.matchAll(new RegExp(START, 'gm'))].map((match) => match.index);
    const rates = collector();
    const found: ImportedMeasurement[] = [];
    for (const [index, start] of starts.entries()) {
      const block = text.slice(start, starts[index + 1]);
      found.push(run(block, rates, input, warn));
    }
    return [...numbered(found), ...rates.measurements()];
  },
};

const START = /^Running \S+ test @ (.+)$/m;
const TIME = String.raw`(\d+(?:\.\d+)?)(us|ms|s|m|h)`;
const LATENCY = new RegExp(`^ {4}Latency +${TIME} +${TIME} +${TIME} `, 'm');
const QUANTILE = new RegExp(String.raw`^ *(\d+(?:\.\d+)?)% +${TIME}\r?$`, 'gm');
const CUT = 'the run was stopped, or the file cut; run it again';

function run(
  block: string,
  rates: ReturnType<typeof collector>,
  input: Input,
  warn: Warn,
): ImportedMeasurement {
  const find = (pattern: RegExp, what: string): RegExpExecArray => {
    const match = pattern.exec(block);
    if (!match) throw input.error(`a run without ${what}`, START.exec(block)?.[1] ?? null, CUT);
    return match;
  };
  const [, benchmark] = find(START, 'its address');
  const [, threads, connections] = find(/^ {2}(\d+) threads and (\d+) connections/m, 'its connections');
  const requests = find(/^ {2}(\d+) requests in /m, 'its number of requests');
  const perSecond = find(/^Requests\/sec: +(\d+\.\d+)\r?\n/m, 'Requests/sec');
  const transfer = find(/^Transfer\/sec: +(\d+\.\d+)([KMGTP]?)B\s*$/m, 'Transfer/sec');
  const of = {
    case: { threads: Number(threads), connections: Number(connections) },
    benchmark: benchmark!.trim(),
  };
  rates.add({ ...of, metric: 'throughput', unit: '1/s', direction: 'higher' }, Number(perSecond[1]));
  const bytes = Number(transfer[1]) * 1024 ** ' KMGTP'.indexOf(transfer[2] || ' ');
  rates.add({ ...of, metric: 'bandwidth', unit: 'By/s', direction: 'higher' }, bytes);
  for (const line of block.matchAll(/^ {2}((?:Socket errors|Non-2xx or 3xx responses): .*)$/gm)) {
    warn(`${of.benchmark}: ${line[1]!.trim()}; they count in its figures`);
  }
  const [, mean, meanUnit, sd, sdUnit, max, maxUnit] = find(LATENCY, 'its latency');
  const summary = summaryOf({
    n: recorded(block, Number(requests[1])),
    mean: seconds(Number(mean), meanUnit!)!,
    sd: seconds(Number(sd), sdUnit!)!,
    max: seconds(Number(max), maxUnit!)!,
    quantiles: quantilesOf(block),
  });
  return measurement({ ...of, metric: 'latency', unit: 's', direction: 'lower' }, { summary });
}

/** wrk2 leaves out what it answered while calibrating, and says how many are left only with --latency. */
function recorded(block: string, requests: number): number | null {
  if (!/^ {2}Thread calibration:/m.test(block)) return requests;
  const total = /^#\[Max +=.*Total count +=\s*(\d+)\]/m.exec(block);
  return total ? Number(total[1]) : null;
}

/** Of the first distribution in a run's block; 100 % is the maximum. */
function quantilesOf(block: string): Record<string, number> {
  const [, first = ''] = block.split(/^ {2}Latency Distribution.*$/m);
  const [lines = ''] = first.split(/Detailed Percentile spectrum|^ *\d+ requests in /m);
  const found = [...lines.matchAll(QUANTILE)]
    .filter((match) => Number(match[1]) < 100)
    .map((match) => [quantileKey(Number(match[1])), seconds(Number(match[2]), match[3]!)!] as const);
  return Object.fromEntries(found);
}
