import { z } from 'zod';
import { collector, type Identity } from './collector.ts';
import type { Format, Input } from './format.ts';
import { isSetting, type K6Contains, type K6Type, k6Meaning } from './k6-metrics.ts';

const MetricSchema = z.object({
  metric: z.string().min(1),
  data: z.object({
    type: z.enum(['trend', 'counter', 'rate', 'gauge']),
    contains: z.enum(['time', 'data', 'default']),
  }),
});

interface Point {
  readonly type: string;
  readonly metric: string;
  readonly data: { readonly value: number; readonly tags: Readonly<Record<string, string>> | null };
}

/**
 * Each point of a trend is a sample, and each of a rate one of 0 or 1. Counters and gauges are left out: a
 * point of theirs is an event or a state, and their figure for the run is in the summary.
 */
export const k6Points: Format = {
  name: 'k6',
  title: 'k6 --out json',
  recognises: ({ text }) => /^\s*\{"(?:type":"(?:Metric|Point)"|metric":"[^"]*","type":")/.test(text),
  async read(input, warn) {
    const samples = collector();
    const kinds = new Map<string, Kind>();
    const skipped = new Set<string>();
    const end = ending(input);
    const { count, ended } = await input.lines((line, number) => {
      if (line === '') return;
      const entry = parseLine(line, number, input);
      if (entry.type === 'Metric') {
        declare(kinds, entry, number, input);
        return;
      }
      const point = checkedPoint(entry, number, input);
      end.see(point);
      const kind = kinds.get(point.metric);
      if (!kind) throw input.error(`${point.metric} was not declared before its first point`, number);
      if (isSetting(point.metric)) return;
      if (!kind.sampled) {
        skipped.add(point.metric);
        return;
      }
      kind.samples ??= samples.samplesOf(kind.of);
      kind.samples.push(kind.scale(point.data.value));
    });
    if (!ended) throw input.error('the last line has no end: the file was cut', count);
    end.check(count);
    if (skipped.size > 0)
      warn(`counters and gauges are read from k6's summary only: ${[...skipped].join(', ')}`);
    return samples.measurements();
  },
};

interface Kind {
  readonly of: Identity;
  readonly sampled: boolean;
  readonly scale: (value: number) => number;
  /** From the first point on. */
  samples: number[] | null;
}

function kindOf(metric: string, type: K6Type, contains: K6Contains): Kind {
  const { unit, scale, direction } = k6Meaning(metric, type, contains);
  const sampled = type === 'trend' || type === 'rate';
  return { of: { benchmark: 'k6', metric, unit, direction }, sampled, scale, samples: null };
}

function declare(kinds: Map<string, Kind>, entry: unknown, number: number, input: Input): void {
  const parsed = MetricSchema.safeParse(entry);
  if (!parsed.success) throw input.error(parsed.error.issues[0]!.message, number);
  const { metric, data } = parsed.data;
  kinds.set(metric, kindOf(metric, data.type, data.contains));
}

function parseLine(line: string, number: number, input: Input): Point {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Point;
  } catch (cause) {
    throw input.error(`not JSON: ${(cause as Error).message}`, number);
  }
  throw input.error('not an object', number);
}

/** By hand: a schema for each of millions of lines would take most of the time. */
function checkedPoint(entry: Point, number: number, input: Input): Point {
  const { type, metric, data } = entry;
  if (type !== 'Point' || typeof metric !== 'string' || typeof data !== 'object' || data === null) {
    throw input.error('is neither a metric nor a point of k6', number);
  }
  if (!Number.isFinite(data.value)) throw input.error('has no finite value', number);
  return entry;
}

/** Metrics of one request come together, as do those of one iteration: a cut leaves them uneven. */
const TOGETHER = [
  ['http_reqs', 'http_req_duration', 'http_req_waiting', 'http_req_receiving', 'http_req_failed'],
  ['iteration_duration', 'iterations'],
];

/** What k6 writes last: the end of an iteration, or its clock's count of users. */
const LAST = new Set(['iterations', 'vus_max', 'dropped_iterations']);

/** A file of points has no end of its own, but no run ends in the midst of a request or an iteration. */
function ending(input: Input) {
  const counts = new Map<string, number>();
  let last: Point | undefined;
  return {
    see(point: Point): void {
      last = point;
      counts.set(point.metric, (counts.get(point.metric) ?? 0) + 1);
    },
    check(number: number): void {
      // A script may do without `http_req_failed` (setResponseCallback).
      const even = TOGETHER.every(
        (names) => new Set(names.flatMap((name) => counts.get(name) ?? [])).size <= 1,
      );
      // The functions setup and teardown count their data and end no iteration.
      const around =
        last?.metric === 'data_received' && /^::(?:setup|teardown)$/.test(last.data.tags?.group ?? '');
      if (even && (around || LAST.has(last?.metric ?? ''))) return;
      throw input.error(
        'ends in the midst of an iteration: the file was cut, or the run was stopped',
        number,
        'let the run end, or import its summary (k6 run --summary-export)',
      );
    },
  };
}
