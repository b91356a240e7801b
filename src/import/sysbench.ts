import { measurement } from './collector.ts';
import type { Format, Input } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { quantileKey } from './percentile.ts';
import { summaryOf } from './summary.ts';

/**
 * sysbench 1.0: one test's output. It does not print the name of its test, so that is told from the figures
 * only this test has: `cpu`, `memory`, `fileio`, `sql`; what has none of these is `sysbench`.
 */
export const sysbench: Format = {
  name: 'sysbench',
  title: 'sysbench',
  recognises: ({ text }) => /^sysbench \d+\.\d+.*$/m.test(text) && /^Running the test with/m.test(text),
  async read(input) {
    const text = (await input.text()).replaceAll('\r\n', '\n');
    if (!/^ +execution time \(avg\/stddev\): +\d+\.\d+\/\d+\.\d\d$/m.test(text)) {
      throw input.error('ends before the fairness of its threads', null, CUT);
    }
    const threads = Number(find(text, /^Number of threads: (\d+)$/m, 'number of threads', input)[1]);
    const benchmark = TESTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'sysbench';
    const of = { benchmark, case: { threads } };
    const rates = RATES.flatMap(([pattern, metric, unit]) => {
      const match = pattern.exec(text);
      if (!match) return [];
      const value = unit === 'By/s' ? Number(match[1]) * MEBIBYTE : Number(match[1]);
      return [measurement({ ...of, metric, unit, direction: 'higher' }, { samples: [value] })];
    });
    return [...rates, ...general(text, of, input)];
  },
};

const CUT = 'the test was stopped, or the file cut; run it again';

const MEBIBYTE = 1024 ** 2;

const TESTS: readonly (readonly [RegExp, string])[] = [
  [/^CPU speed:$/m, 'cpu'],
  [/^Running memory speed test/m, 'memory'],
  [/^File operations:$/m, 'fileio'],
  [/^SQL statistics:$/m, 'sql'],
];

const RATES: readonly (readonly [RegExp, string, string])[] = [
  [/^ +events per second: +(\d+\.\d+)$/m, 'throughput', '1/s'],
  [/^Total operations: \d+ \( *(\d+\.\d+) per second\)$/m, 'throughput', '1/s'],
  [/^\d+\.\d+ MiB transferred \((\d+\.\d+) MiB\/sec\)$/m, 'bandwidth', 'By/s'],
  [/^ +reads\/s: +(\d+\.\d+)$/m, 'reads', '1/s'],
  [/^ +writes\/s: +(\d+\.\d+)$/m, 'writes', '1/s'],
  [/^ +fsyncs\/s: +(\d+\.\d+)$/m, 'fsyncs', '1/s'],
  [/^ +read, MiB\/s: +(\d+\.\d+)$/m, 'read-bandwidth', 'By/s'],
  [/^ +written, MiB\/s: +(\d+\.\d+)$/m, 'write-bandwidth', 'By/s'],
  [/^ +transactions: +\d+ +\((\d+\.\d+) per sec\.\)$/m, 'throughput', '1/s'],
  [/^ +queries: +\d+ +\((\d+\.\d+) per sec\.\)$/m, 'queries', '1/s'],
];

/** What every test prints. Of a test with a time limit the number of events is the result, else its time. */
function general(
  text: string,
  of: Pick<ImportedMeasurement, 'benchmark' | 'case'>,
  input: Input,
): ImportedMeasurement[] {
  const stated = (label: string, power = 'e0'): number => {
    const line = new RegExp(String.raw`^ +${label}: +(\d+(?:\.\d+)?)s?$`, 'm');
    return Number(`${find(text, line, label, input)[1]}${power}`);
  };
  const events = stated('total number of events');
  const percentile = /^ +(\d+)(?:st|nd|rd|th) percentile: +(\d+\.\d+)$/m.exec(text);
  const quantile = percentile ? [[quantileKey(Number(percentile[1])), Number(`${percentile[2]}e-3`)]] : [];
  const summary = summaryOf({
    ...{ n: events, mean: stated('avg', 'e-3'), min: stated('min', 'e-3'), max: stated('max', 'e-3') },
    quantiles: Object.fromEntries(quantile),
  });
  return [
    measurement({ ...of, metric: 'events', unit: '1', direction: 'higher' }, { samples: [events] }),
    measurement(
      { ...of, metric: 'wall', unit: 's', direction: 'lower' },
      { samples: [stated('total time')] },
    ),
    measurement({ ...of, metric: 'latency', unit: 's', direction: 'lower' }, { summary }),
  ];
}

function find(text: string, pattern: RegExp, what: string, input: Input): RegExpExecArray {
  const match = pattern.exec(text);
  if (!match) throw input.error(`does not say its ${what}`, null, CUT);
  return match;
}
