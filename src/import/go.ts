import type { Direction } from '../core/metric.ts';
import { collector, type Identity } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { seconds } from './units.ts';

/**
 * The text of `go test -bench` (https://go.dev/design/14313-benchmark-format). Lines of one benchmark
 * (`-count`) are samples of one measurement. `key=value` parts of a name, the package and the number of
 * processors (`-cpu`, the suffix `-N`) become the case.
 */
export const goBench: Format = {
  name: 'go',
  title: 'go test -bench',
  recognises: ({ text }) => /^(?:goos|pkg): \S/m.test(text) || /^Benchmark\S*\s+\d+\s+\S+ \S/m.test(text),
  async read(input, warn) {
    const reader = goReader(input, warn);
    const { count } = await input.lines(reader.line);
    return reader.end(count);
  },
};

export interface GoReader {
  line(line: string, number: number): void;
  end(number: number): ImportedMeasurement[];
}

export function goReader(input: Input, warn: Warn): GoReader {
  const samples = collector();
  const directions = new Map<string, Direction>();
  let config: Record<string, string> = {};
  let open = false;
  return {
    line(line, number) {
      if (line.startsWith('Benchmark')) open = result(line, number) || open;
      else if (/^(?:PASS|FAIL|ok\s)/.test(line)) {
        if (line.startsWith('FAIL')) warn(`line ${number}: a benchmark or test failed; the others count`);
        // `ok` and `FAIL` with a package follow the mark of the test binary itself.
        open = false;
        if (!/^(?:PASS|FAIL)$/.test(line)) config = {};
      } else setting(line);
    },
    end(number) {
      if (open) {
        throw input.error('no PASS, FAIL or ok after the last benchmark: the file was cut', number, END_HINT);
      }
      return samples.measurements().map((found) => withDirection(found, directions));
    },
  };

  function setting(line: string): void {
    const pkg = /^pkg: (\S+)$/.exec(line)?.[1];
    if (pkg !== undefined) config = { package: pkg };
    const [, unit, better] = /^Unit (\S+) .*\bbetter=(higher|lower)\b/.exec(line) ?? [];
    if (unit !== undefined) directions.set(unit, better as Direction);
  }

  function result(line: string, number: number): boolean {
    const fields = line.split(/\s+/).filter((field) => field !== '');
    // A name alone is a progress line of -v; a name with words is the benchmark's own output.
    if (fields.length < 4 || fields.length % 2 !== 0 || !/^\d+$/.test(fields[1]!)) return false;
    const of = { ...nameOf(fields[0]!, config) };
    for (let i = 2; i < fields.length; i += 2) {
      const value = Number(fields[i]);
      if (!Number.isFinite(value)) throw input.error(`${fields[i]} is no number`, number);
      const { convert, ...metric } = goUnit(fields[i + 1]!);
      samples.add({ ...of, ...metric }, convert(value));
    }
    return true;
  }
}

const END_HINT = 'save all that `go test` prints; if the lines are complete, add a last line PASS';

function nameOf(
  text: string,
  config: Readonly<Record<string, string>>,
): Pick<Identity, 'benchmark' | 'case'> {
  const [, name = text, processors] = /^(.*?)(?:-(\d+))?$/.exec(text)!;
  const [first = '', ...rest] = name.split('/');
  const named = [first];
  const point: Record<string, string> = { ...config };
  for (const part of rest) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (key === undefined || Object.hasOwn(point, key)) named.push(part);
    else Object.defineProperty(point, key, { value, enumerable: true });
  }
  if (processors !== undefined) point.gomaxprocs = processors;
  return { benchmark: named.join('/'), case: point };
}

interface GoUnit extends Pick<Identity, 'metric' | 'unit' | 'direction'> {
  readonly convert: (value: number) => number;
}

/** The units that the testing package writes, and those of `b.ReportMetric` by their form. */
function goUnit(text: string): GoUnit {
  const same = (value: number): number => value;
  switch (text) {
    case 'ns/op':
      return { metric: 'wall', unit: 's', direction: 'lower', convert: (ns) => ns / 1e9 };
    case 'B/op':
      return { metric: 'allocated', unit: 'By', direction: 'lower', convert: same };
    case 'allocs/op':
      return { metric: 'allocations', unit: '1', direction: 'lower', convert: same };
    // Of SetBytes, in units of 10^6 bytes.
    case 'MB/s':
      return { metric: 'throughput', unit: 'By/s', direction: 'higher', convert: (mb) => mb * 1e6 };
  }
  const time = /^(?:.*-)?(ns|us|µs|ms|s|sec)(?:\/\S+)?$/.exec(text)?.[1];
  const unit =
    time !== undefined
      ? 's'
      : /(?:^|-)B(?:\/op)?$/.test(text)
        ? 'By'
        : /\/s(?:ec)?$/.test(text)
          ? '1/s'
          : '1';
  const convert = time === undefined ? same : (value: number) => seconds(value, time)!;
  return { metric: text, unit, direction: null, convert };
}

function withDirection(
  found: ImportedMeasurement,
  directions: ReadonlyMap<string, Direction>,
): ImportedMeasurement {
  return found.direction === null ? { ...found, direction: directions.get(found.metric) ?? null } : found;
}
