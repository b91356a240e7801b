import { z } from 'zod';
import type { Direction } from '../core/metric.ts';
import { measurement } from './collector.ts';
import type { Format } from './format.ts';
import { validated } from './json.ts';
import { summaryOf } from './summary.ts';

const Metric = z.object({
  value: z.number(),
  lower_value: z.number().nullish(),
  upper_value: z.number().nullish(),
});

const File = z.record(z.string().min(1), z.record(z.string().min(1), Metric));

/**
 * Bencher Metric Format: benchmark, measure, value. The file has no units and no directions; those of
 * Bencher's own measures are known from its documentation, and of others the direction is asked for. A value
 * with bounds sums up samples that were not kept, and stands as their mean; what its bounds are (an interval,
 * a range, a deviation) the format leaves open, so they are left out. A value alone is one sample.
 */
export const bmf: Format = {
  name: 'bmf',
  title: 'Bencher Metric Format',
  recognises: ({ text }) => START.test(text),
  async read(input, warn) {
    const file = validated(File, await input.json(), input);
    let bounded = 0;
    const found = Object.entries(file).flatMap(([benchmark, measures]) =>
      Object.entries(measures).map(([measure, { value, lower_value, upper_value }]) => {
        const known = MEASURES.get(measure) ?? { metric: measure, unit: '1', scale: 1, direction: null };
        const { metric, unit, scale, direction } = known;
        const of = { benchmark, metric, unit, direction };
        const scaled = value / scale;
        if (typeof lower_value !== 'number' && typeof upper_value !== 'number') {
          return measurement(of, { samples: [scaled] });
        }
        bounded++;
        return measurement(of, { summary: summaryOf({ mean: scaled }) });
      }),
    );
    if (bounded > 0) warn(`the bounds of ${bounded} values are left out: the format does not say of what`);
    return found;
  },
};

/** Names may hold any character, so the shape is looked at and not the paths of keys. */
const STRING = String.raw`"(?:[^"\\]|\\.)*"\s*:\s*`;
const START = new RegExp(
  String.raw`^\s*\{\s*${STRING}\{\s*${STRING}\{\s*"(?:value|lower_value|upper_value)"\s*:\s*-?\d`,
);

interface Measure {
  readonly metric: string;
  readonly unit: string;
  /** The value is divided by it. */
  readonly scale: number;
  readonly direction: Direction;
}

const count = (metric: string): [string, Measure] => [
  metric,
  { metric, unit: '1', scale: 1, direction: 'lower' },
];

/** The measures that Bencher itself defines: https://bencher.dev/docs/explanation/adapters/ */
const MEASURES: ReadonlyMap<string, Measure> = new Map([
  ['latency', { metric: 'wall', unit: 's', scale: 1e9, direction: 'lower' }],
  ['throughput', { metric: 'throughput', unit: '1/s', scale: 1, direction: 'higher' }],
  ['build-time', { metric: 'build-time', unit: 's', scale: 1, direction: 'lower' }],
  ['file-size', { metric: 'file-size', unit: 'By', scale: 1, direction: 'lower' }],
  ...['instructions', 'l1-accesses', 'l2-accesses', 'll-accesses', 'ram-accesses'].map(count),
  ...['total-accesses', 'total-read-write', 'estimated-cycles', 'cycles'].map(count),
]);
