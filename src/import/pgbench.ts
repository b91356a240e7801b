import { measurement } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { summaryOf } from './summary.ts';

/**
 * What pgbench prints at the end: transactions a second without the time to connect are one sample, the
 * latency is a summary. Several scripts are also told apart. The latencies of single statements, which -r
 * adds, and the lines of progress are left out.
 */
export const pgbench: Format = {
  name: 'pgbench',
  title: 'pgbench, final report',
  recognises: ({ text }) => /^transaction type: /m.test(text) && /^scaling factor: \d/m.test(text),
  async read(input, warn) {
    const text = (await input.text()).replaceAll('\r\n', '\n');
    const line = (pattern: RegExp, what: string): string => {
      const match = pattern.exec(text);
      if (!match) throw input.error(`does not say its ${what}`, null, CUT);
      return match[1]!;
    };
    const benchmark = line(/^transaction type: (.+)$/m, 'transaction type');
    const clients = Number(line(/^number of clients: (\d+)$/m, 'number of clients'));
    const processed = Number(
      line(/^number of transactions actually processed: (\d+)(?:\/\d+)?$/m, 'number of transactions'),
    );
    const tps = Number(line(TPS, 'tps'));
    const mean = line(/^latency average = (\d+\.\d+) ms$/m, 'latency');
    const sd = /^latency stddev = (\d+\.\d+) ms$/m.exec(text)?.[1];
    const connecting = /^initial connection time = (\d+\.\d+) ms$/m.exec(text)?.[1];
    tellLosses(text, warn);
    const whole = script({ benchmark, clients, processed, tps, mean, sd });
    if (connecting !== undefined) whole.push(connection(benchmark, clients, connecting));
    return [...whole, ...scripts(text, clients, processed, input)];
  },
};

const CUT = 'pgbench was stopped, or the file cut; run it again';

/** Since PostgreSQL 14 the first wording; before it there are two, with and without the time to connect. */
const TPS = /^tps = (\d+\.\d+) \((?:without initial connection time|excluding connections establishing)\)$/m;

interface Script {
  readonly benchmark: string;
  readonly clients: number;
  readonly processed: number;
  readonly tps: number;
  /** Milliseconds, as written. */
  readonly mean: string;
  readonly sd: string | undefined;
}

function script({ benchmark, clients, processed, tps, mean, sd }: Script): ImportedMeasurement[] {
  const of = { benchmark, case: { clients } };
  const summary = summaryOf({
    n: processed,
    mean: Number(`${mean}e-3`),
    sd: sd === undefined ? null : Number(`${sd}e-3`),
  });
  return [
    measurement({ ...of, metric: 'throughput', unit: '1/s', direction: 'higher' }, { samples: [tps] }),
    measurement({ ...of, metric: 'latency', unit: 's', direction: 'lower' }, { summary }),
  ];
}

function connection(benchmark: string, clients: number, ms: string): ImportedMeasurement {
  const of = { benchmark, case: { clients }, metric: 'connection-time', unit: 's' };
  return measurement({ ...of, direction: 'lower' }, { samples: [Number(`${ms}e-3`)] });
}

/** One section a script, all of the same lines, whose transactions add up to the whole. */
function scripts(text: string, clients: number, processed: number, input: Input): ImportedMeasurement[] {
  const sections = text.split(/^SQL script \d+: /m).slice(1);
  if (sections.length === 0) {
    if (!/^transaction type: multiple scripts$/m.test(text)) return [];
    throw input.error('ends before its scripts', null, CUT);
  }
  const found = sections.map((section) => {
    const benchmark = section.split('\n', 1)[0]!;
    const counted = /^ - (\d+) transactions \(.*tps = (\d+\.\d+)\)$/m.exec(section);
    const mean = /^ - latency average = (\d+\.\d+) ms$/m.exec(section)?.[1];
    const sd = /^ - latency stddev = (\d+\.\d+) ms$/m.exec(section)?.[1];
    if (!counted || mean === undefined) throw input.error('a script without its figures', benchmark, CUT);
    return { benchmark, clients, processed: Number(counted[1]), tps: Number(counted[2]), mean, sd };
  });
  const sum = found.reduce((total, each) => total + each.processed, 0);
  if (sum !== processed || new Set(found.map((each) => each.sd === undefined)).size > 1) {
    throw input.error('its scripts are not complete', null, CUT);
  }
  return found.flatMap(script);
}

function tellLosses(text: string, warn: Warn): void {
  for (const match of text.matchAll(/^number of (failed|skipped) transactions: (\d+)/gm)) {
    if (match[2] !== '0') warn(`${match[2]} transactions ${match[1]}`);
  }
  const late = /^number of transactions skipped: (\d+)/m.exec(text)?.[1];
  if (late !== undefined && late !== '0') warn(`${late} transactions skipped: they were too late`);
}
