import { caseLabel } from '../core/case.ts';
import type { Exported } from './exported.ts';
import { writeHyperfine } from './write-hyperfine.ts';
import { writeCsv, writeNdjson } from './write-rows.ts';

export interface Writer {
  /** For a person: the format, and what it can hold. */
  readonly title: string;
  /** Whether the format can say this; what it cannot is left out, with a warning. */
  holds(of: Exported): boolean;
  /** The text of those that it holds, in pieces. */
  write(measurements: readonly Exported[]): Iterable<string>;
}

const hasSamples = (of: Exported): boolean => of.samples.length > 0;

/** By the name for `--format`. Each is read again by the format of that name. */
export const WRITERS = {
  samples: { title: 'assay.samples/1', holds: hasSamples, write: writeSamples },
  csv: { title: 'CSV, a row a sample', holds: hasSamples, write: writeCsv },
  ndjson: { title: 'NDJSON, a line a sample', holds: hasSamples, write: writeNdjson },
  hyperfine: {
    title: 'as hyperfine --export-json: wall times',
    holds: (of) => of.metric === 'wall' && of.unit === 's' && hasSamples(of),
    write: writeHyperfine,
  },
  bmf: {
    title: 'Bencher Metric Format: a value of each measurement',
    holds: ({ summary }) => (summary.mean ?? summary.median) !== null,
    write: writeBmf,
  },
} as const satisfies Record<string, Writer>;

function* writeSamples(measurements: readonly Exported[]): Iterable<string> {
  yield '[';
  for (const [index, { benchmark, case: of, metric, unit, direction, samples }] of measurements.entries()) {
    const entry = { schema: 'assay.samples/1', benchmark, case: of, metric, unit, direction, samples };
    yield `${index === 0 ? '' : ','}\n  ${JSON.stringify(entry)}`;
  }
  yield '\n]\n';
}

/** Bencher has no parameters, so they stand in the name; its `latency` is in nanoseconds. */
function* writeBmf(measurements: readonly Exported[]): Iterable<string> {
  const file = new Map<string, [string, object][]>();
  for (const { benchmark, case: of, metric, unit, summary } of measurements) {
    const label = caseLabel(of);
    const name = label === '' ? benchmark : `${benchmark} (${label})`;
    const latency = metric === 'wall' && unit === 's';
    const scaled = (value: number): number => (latency ? value * 1e9 : value);
    const { min, max } = summary;
    const bounded = min !== null && max !== null && min < max;
    const value = {
      value: scaled((summary.mean ?? summary.median)!),
      ...(bounded && { lower_value: scaled(min), upper_value: scaled(max) }),
    };
    const measures = file.get(name) ?? [];
    measures.push([latency ? 'latency' : metric, value]);
    file.set(name, measures);
  }
  const entries = [...file].map(([name, measures]) => [name, Object.fromEntries(measures)] as const);
  yield `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
