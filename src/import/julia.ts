import { measurement } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';

/**
 * Julia's BenchmarkTools.save: `[{versions}, [["BenchmarkGroup", {"data": {…}}]]]`. The times of a Trial are
 * nanoseconds an evaluation, one a sample. A TrialEstimate keeps one figure and not which (minimum, median,
 * mean), so it is one sample, and told. Names of groups are joined by `/`.
 */
export const julia: Format = {
  name: 'julia',
  title: 'Julia BenchmarkTools.save',
  recognises: ({ keys, text }) => keys.has('[].BenchmarkTools') || START.test(text),
  async read(input, warn) {
    const json = await input.json();
    if (!Array.isArray(json) || !Array.isArray(json[1])) {
      throw input.error('is not what BenchmarkTools.save writes: a list of versions and of results');
    }
    const found: ImportedMeasurement[] = [];
    for (const [index, value] of json[1].entries()) {
      found.push(...results(value, [], { input, warn, unnamed: `result ${index + 1}` }));
    }
    return found;
  },
};

const START = /^\s*\[\s*\{[^{}]*"BenchmarkTools"\s*:/;

/** Groups nest as deep as a person names them; a hostile file nests without end. */
const MAX_DEPTH = 64;

interface Reading {
  readonly input: Input;
  readonly warn: Warn;
  /** What a result is called that is in no group. */
  readonly unnamed: string;
}

function results(value: unknown, path: readonly string[], reading: Reading): ImportedMeasurement[] {
  const { input, warn } = reading;
  const name = path.join('/') || reading.unnamed;
  if (path.length > MAX_DEPTH) throw input.error(`groups nest more than ${MAX_DEPTH} deep`, path[0] ?? null);
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !isRecord(value[1])) {
    throw input.error('is no result of BenchmarkTools: a type and its fields', name);
  }
  const [type, fields] = value as [string, Record<string, unknown>];
  switch (type.replace(/^BenchmarkTools\./, '')) {
    case 'BenchmarkGroup':
      if (!isRecord(fields.data)) throw input.error('a group without data', name);
      return Object.entries(fields.data).flatMap(([key, each]) => results(each, [...path, key], reading));
    case 'Trial':
      return trial(name, fields, input);
    case 'TrialEstimate':
      warn(`${name} is one estimate, and the file does not say which (minimum, median or mean)`);
      return trial(name, { ...fields, times: [fields.time], gctimes: [fields.gctime] }, input);
    default:
      warn(`${name} is a ${type}, which holds no measurement: left out`);
      return [];
  }
}

/** Memory and allocations are those of one evaluation, counted once. */
function trial(benchmark: string, fields: Record<string, unknown>, input: Input): ImportedMeasurement[] {
  const of = { benchmark, direction: 'lower' } as const;
  const numbers = (key: string): number[] => {
    const values = key === 'memory' || key === 'allocs' ? [fields[key]] : fields[key];
    if (Array.isArray(values) && values.every((each) => typeof each === 'number')) return values;
    throw input.error(`${key} is not there as numbers`, benchmark);
  };
  const times = numbers('times');
  if (times.length === 0) throw input.error('a trial without times', benchmark);
  const seconds = (key: string): number[] => numbers(key).map((ns) => ns / 1e9);
  return [
    measurement({ ...of, metric: 'wall', unit: 's' }, { samples: seconds('times') }),
    measurement({ ...of, metric: 'gc-time', unit: 's' }, { samples: seconds('gctimes') }),
    measurement({ ...of, metric: 'allocated', unit: 'By' }, { samples: numbers('memory') }),
    measurement({ ...of, metric: 'allocations', unit: '1' }, { samples: numbers('allocs') }),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
