import { z } from 'zod';
import type { Direction } from '../core/metric.ts';
import { type Identity, measurement } from './collector.ts';
import type { Format, Input } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { jmhSamples, type Score, ScoreSchema } from './jmh-score.ts';
import { validated } from './json.ts';
import { seconds } from './units.ts';

const FileSchema = z
  .array(
    z.object({
      benchmark: z.string().min(1),
      mode: z.enum(['thrpt', 'avgt', 'sample', 'ss']),
      params: z.record(z.string(), z.string()).optional(),
      primaryMetric: ScoreSchema,
      secondaryMetrics: z.record(z.string(), ScoreSchema).default({}),
    }),
  )
  .min(1);

/** A benchmark measured in several modes has one metric of each: a rate and a time are not comparable. */
const MODES = {
  thrpt: { metric: 'throughput', direction: 'higher' },
  avgt: { metric: 'wall', direction: 'lower' },
  sample: { metric: 'latency', direction: 'lower' },
  ss: { metric: 'single-shot', direction: 'lower' },
} as const;

/** Of the profiler `gc`: the work of the collector is a cost. Other profilers say no direction. */
const SECONDARY: Readonly<Record<string, Direction>> = {
  'gc.alloc.rate': 'lower',
  'gc.alloc.rate.norm': 'lower',
  'gc.count': 'lower',
  'gc.time': 'lower',
};

/** The raw data of every iteration of every fork; parameters become the case. */
export const jmh: Format = {
  name: 'jmh',
  title: 'JMH -rf json',
  recognises: ({ keys }) => keys.has('[].primaryMetric') && keys.has('[].mode'),
  async read(input) {
    const entries = validated(FileSchema, await input.json(), input);
    return entries.flatMap(({ benchmark, mode, params, primaryMetric, secondaryMetrics }, index) => {
      const of = { benchmark, case: params ?? {} };
      const at = `[${index}].primaryMetric`;
      const found = [scored({ ...of, ...MODES[mode], unit: '' }, primaryMetric, input, at)];
      for (const [name, score] of Object.entries(secondaryMetrics)) {
        const metric = name.replace(/^·/, '');
        // Sample mode repeats its percentiles, which its samples give.
        if (mode === 'sample' && /^(?:.*·)?p\d\.\d+$/.test(metric)) continue;
        const direction = Object.hasOwn(SECONDARY, metric) ? SECONDARY[metric]! : null;
        const place = `[${index}].secondaryMetrics.${name}`;
        // A profiler measures each mode of a benchmark under a load of its own.
        const qualified = `${metric}:${mode}`;
        found.push(scored({ ...of, metric: qualified, direction, unit: '' }, score, input, place));
      }
      return found;
    });
  },
};

function scored(of: Identity, score: Score, input: Input, place: string): ImportedMeasurement {
  const { unit, convert } = unitOf(score.scoreUnit);
  const samples = jmhSamples(score);
  if (samples === null)
    throw input.error('has more samples than are read', place, 'measure for a shorter time');
  if (samples.length === 0) throw input.error('has no raw data', place, 'run JMH with -rf json');
  return measurement({ ...of, unit }, { samples: samples.map(convert) });
}

/** `us/op`, `ops/us`, and what profilers write: `B/op`, `MB/sec` (of 2^20 bytes), `counts`, `ms`. */
function unitOf(text: string): { unit: string; convert: (value: number) => number } {
  const [, time] = /^([a-zµμ]+)(?:\/op)?$/.exec(text) ?? [];
  if (time !== undefined && seconds(1, time) !== undefined) {
    return { unit: 's', convert: (value) => seconds(value, time)! };
  }
  const [, per] = /^ops\/([a-zµμ]+)$/.exec(text) ?? [];
  if (per !== undefined && seconds(1, per) !== undefined) {
    return { unit: '1/s', convert: (value) => value / seconds(1, per)! };
  }
  if (text === 'B/op') return { unit: 'By', convert: (value) => value };
  if (text === 'MB/sec') return { unit: 'By/s', convert: (value) => value * 2 ** 20 };
  return { unit: '1', convert: (value) => value };
}
