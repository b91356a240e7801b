import { z } from 'zod';
import { measurement } from './collector.ts';
import type { Format, Head } from './format.ts';
import type { ImportedMeasurement, ImportedSummary } from './imported.ts';
import { validated } from './json.ts';
import { isBuiltinData, isBuiltinTime, isSetting, type K6Type, k6Meaning } from './k6-metrics.ts';
import { summaryOf } from './summary.ts';

const Figures = z.record(z.string(), z.unknown());

const NestedSchema = z.object({
  metrics: z.record(
    z.string().min(1),
    z.object({
      type: z.enum(['trend', 'counter', 'rate', 'gauge']),
      contains: z.enum(['time', 'data', 'default']),
      values: Figures,
    }),
  ),
});

const FlatSchema = z.object({ metrics: z.record(z.string().min(1), Figures) });

/** What `handleSummary` is given: figures nested in `values`, beside the metric's type and content. */
export const k6Nested: Format = {
  name: 'k6',
  title: 'k6 handleSummary(data) as JSON',
  recognises: (head) => isSummary(head) && hasKey(head, /^metrics\.[^.]+\.values$/),
  async read(input) {
    const { metrics } = validated(NestedSchema, await input.json(), input);
    return Object.entries(metrics).flatMap(([metric, { type, contains, values }]) =>
      isSetting(metric) ? [] : one(metric, type, contains, values),
    );
  },
};

/** Of `--summary-export`: the figures alone, so type and content are those of their names. */
export const k6Flat: Format = {
  name: 'k6',
  title: 'k6 run --summary-export',
  recognises: (head) => isSummary(head) && !hasKey(head, /^metrics\.[^.]+\.values$/),
  async read(input) {
    const { metrics } = validated(FlatSchema, await input.json(), input);
    return Object.entries(metrics).flatMap(([metric, figures]) => {
      if (isSetting(metric)) return [];
      const type = typeOf(figures);
      if (type === null) throw input.error('has none of the figures that k6 exports', `metrics.${metric}`);
      const time = type === 'trend' && isBuiltinTime(metric);
      return one(metric, type, time ? 'time' : isBuiltinData(metric) ? 'data' : 'default', figures);
    });
  },
};

function isSummary(head: Head): boolean {
  return (
    head.keys.has('metrics') &&
    hasKey(head, /^metrics\.iterations?(?:_duration)?\b|^metrics\.http_req|^metrics\.vus/)
  );
}

function hasKey({ keys }: Head, pattern: RegExp): boolean {
  return [...keys].some((key) => pattern.test(key));
}

function typeOf(figures: Readonly<Record<string, unknown>>): K6Type | null {
  if ('passes' in figures || 'fails' in figures) return 'rate';
  if ('rate' in figures) return 'counter';
  if ('value' in figures) return 'gauge';
  return 'avg' in figures || 'med' in figures || 'min' in figures || 'p(95)' in figures ? 'trend' : null;
}

function one(
  metric: string,
  type: K6Type,
  contains: 'time' | 'data' | 'default',
  figures: Readonly<Record<string, unknown>>,
): ImportedMeasurement[] {
  const { unit, scale, direction } = k6Meaning(metric, type, contains);
  const figure = (key: string): number | null => {
    const value = Object.hasOwn(figures, key) ? figures[key] : null;
    return typeof value === 'number' ? scale(value) : null;
  };
  const summary = summaryOf(statedBy(type, figures, figure));
  if (summary === null) return [];
  return [measurement({ benchmark: 'k6', metric, unit, direction }, { summary })];
}

function statedBy(
  type: K6Type,
  figures: Readonly<Record<string, unknown>>,
  figure: (key: string) => number | null,
): Partial<ImportedSummary> {
  switch (type) {
    case 'counter':
      return { mean: figure('rate') };
    case 'gauge':
      return { min: figure('min'), max: figure('max'), quantiles: {}, mean: null };
    case 'rate': {
      const n = Number(figures.passes) + Number(figures.fails);
      return { n: Number.isInteger(n) ? n : null, mean: figure('rate') ?? figure('value') };
    }
    case 'trend': {
      const n = typeof figures.count === 'number' ? figures.count : null;
      const spread = { min: figure('min'), max: figure('max'), median: figure('med') };
      return { n, mean: figure('avg'), ...spread, quantiles: quantilesOf(figures, figure) };
    }
  }
}

/** `p(95)` and `p(99.9)`. */
function quantilesOf(
  figures: Readonly<Record<string, unknown>>,
  figure: (key: string) => number | null,
): Record<string, number> {
  const found = Object.keys(figures).flatMap((key) => {
    const percent = /^p\((\d+(?:\.\d+)?)\)$/.exec(key)?.[1];
    const value = figure(key);
    return percent === undefined || value === null ? [] : [[quantileKey(percent), value] as const];
  });
  return Object.fromEntries(found);
}

/** Shifted by two places as text, so that 99.9 is 0.999 and not 0.9990000000000001. */
function quantileKey(percent: string): string {
  return String(Number(`${percent}e-2`));
}
