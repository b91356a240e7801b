import type { Direction } from '../core/metric.ts';
import { collector } from './collector.ts';
import type { Format, Input, Warn } from './format.ts';
import { goName } from './go-name.ts';
import { type GoUnit, goUnit } from './go-unit.ts';
import type { ImportedMeasurement } from './imported.ts';

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
  /** Of the lines of this package: where each figure of a benchmark goes, by its name and unit. */
  let known = new Map<string, Figures>();
  let open = false;
  /** The name of a line that broke off, because the benchmark wrote something of its own. */
  let broken = '';
  return {
    line(line, number) {
      if (line.startsWith('Benchmark')) {
        const whole = result(line, number);
        broken = whole ? '' : (/^\S+/.exec(line)?.[0] ?? '');
        open ||= whole;
      } else if (broken !== '' && /^\s+\d+\t/.test(line)) {
        open = result(broken + line, number) || open;
        broken = '';
      } else if (/^(?:PASS|FAIL|ok\s)/.test(line)) ending(line, number);
      else setting(line);
    },
    end(number) {
      if (open) {
        throw input.error('no PASS, FAIL or ok after the last benchmark: the file was cut', number, END_HINT);
      }
      return samples.measurements().map((found) => withDirection(found, directions));
    },
  };

  function ending(line: string, number: number): void {
    if (line.startsWith('FAIL')) warn(`line ${number}: a benchmark or test failed; the others count`);
    open = false;
    // `ok` and `FAIL` with a package follow the mark of the test binary itself.
    if (!/^(?:PASS|FAIL)$/.test(line)) configure({});
  }

  function configure(of: Record<string, string>): void {
    config = of;
    known = new Map();
  }

  function setting(line: string): void {
    const pkg = /^pkg: (\S+)$/.exec(line)?.[1];
    if (pkg !== undefined) configure({ package: pkg });
    const [, unit, better] = /^Unit (\S+) .*\bbetter=(higher|lower)\b/.exec(line) ?? [];
    if (unit !== undefined) directions.set(unit, better as Direction);
  }

  function result(line: string, number: number): boolean {
    const fields = fieldsOf(line);
    // A name alone is a progress line of -v; a name with words is the benchmark's own output.
    if (fields.length < 4 || fields.length % 2 !== 0 || !/^\d+$/.test(fields[1]!)) return false;
    const name = fields[0]!;
    const figures = known.get(name) ?? benchmarkOf(name);
    for (let i = 2; i < fields.length; i += 2) {
      const value = Number(fields[i]);
      if (!Number.isFinite(value)) throw input.error(`${fields[i]} is no number`, number);
      const unit = fields[i + 1]!;
      const figure = figures.get(unit) ?? figureOf(name, unit, figures);
      figure.samples.push(figure.convert(value));
    }
    return true;
  }

  function benchmarkOf(name: string): Figures {
    const figures: Figures = new Map();
    known.set(name, figures);
    return figures;
  }

  function figureOf(name: string, text: string, figures: Figures): Figure {
    const { convert, ...metric } = goUnit(text);
    const figure = { samples: samples.samplesOf({ ...goName(name, config), ...metric }), convert };
    figures.set(text, figure);
    return figure;
  }
}

type Figures = Map<string, Figure>;

interface Figure extends Pick<GoUnit, 'convert'> {
  readonly samples: number[];
}

/** Split at spaces and tabs; by hand, because files have millions of lines. */
function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let start = -1;
  for (let at = 0; at <= line.length; at++) {
    const code = line.charCodeAt(at);
    const blank = code === SPACE || code === TAB || at === line.length;
    if (blank && start !== -1) {
      fields.push(line.slice(start, at));
      start = -1;
    } else if (!blank && start === -1) start = at;
  }
  return fields;
}

const SPACE = 32;
const TAB = 9;

const END_HINT = 'save all that `go test` prints; if the lines are complete, add a last line PASS';

function withDirection(
  found: ImportedMeasurement,
  directions: ReadonlyMap<string, Direction>,
): ImportedMeasurement {
  return found.direction === null ? { ...found, direction: directions.get(found.metric) ?? null } : found;
}
