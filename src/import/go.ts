import type { Direction } from '../core/metric.ts';
import { collector } from './collector.ts';
import { numberIn } from './decimal.ts';
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
  /** Of the lines of this package: where the figures of a benchmark go, by its name. */
  let known = new Map<string, Figures>();
  const fields: number[] = [];
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
    const count = findFields(line, fields);
    // A name alone is a progress line of -v; a name with words is the benchmark's own output.
    if (count < 4 || count % 2 !== 0 || !isWhole(line, fields[2]!, fields[3]!)) return false;
    const name = line.slice(0, fields[1]);
    const figures = known.get(name) ?? benchmarkOf(name);
    for (let i = 2; i < count; i += 2) {
      const from = fields[2 * i]!;
      const to = fields[2 * i + 1]!;
      const value = numberIn(line, from, to);
      if (!Number.isFinite(value)) throw input.error(`${line.slice(from, to)} is no number`, number);
      const unit = fields[2 * i + 2]!;
      const end = fields[2 * i + 3]!;
      // Mostly the same units in the same order.
      let figure = figures.inOrder[i / 2 - 1];
      if (!figure || figure.text.length !== end - unit || !line.startsWith(figure.text, unit)) {
        const text = line.slice(unit, end);
        figure = figures.byText.get(text) ?? figureOf(name, text, figures);
      }
      figure.samples.push(figure.convert(value));
    }
    return true;
  }

  function benchmarkOf(name: string): Figures {
    const figures: Figures = { inOrder: [], byText: new Map() };
    known.set(name, figures);
    return figures;
  }

  function figureOf(name: string, text: string, figures: Figures): Figure {
    const { convert, ...metric } = goUnit(text);
    const of = samples.samplesOf({ ...goName(name, config), ...metric });
    const figure = { text, samples: of, convert };
    figures.inOrder.push(figure);
    figures.byText.set(text, figure);
    return figure;
  }
}

/** Of one benchmark. */
interface Figures {
  /** As they stood in its first line. */
  readonly inOrder: Figure[];
  readonly byText: Map<string, Figure>;
}

interface Figure extends Pick<GoUnit, 'convert'> {
  /** The unit as it is written. */
  readonly text: string;
  readonly samples: number[];
}

/**
 * Where the fields of a line begin and end, parted by spaces and tabs, into `bounds`; gives their number. By
 * hand, because files have millions of lines.
 */
function findFields(line: string, bounds: number[]): number {
  const end = line.length;
  let count = 0;
  let at = 0;
  for (;;) {
    while (at < end && isBlank(line.charCodeAt(at))) at++;
    if (at === end) return count / 2;
    bounds[count++] = at;
    while (at < end && !isBlank(line.charCodeAt(at))) at++;
    bounds[count++] = at;
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function isWhole(line: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = line.charCodeAt(at);
    if (code < DIGIT_0 || code > DIGIT_9) return false;
  }
  return true;
}

const SPACE = 32;
const TAB = 9;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

const END_HINT = 'save all that `go test` prints; if the lines are complete, add a last line PASS';

function withDirection(
  found: ImportedMeasurement,
  directions: ReadonlyMap<string, Direction>,
): ImportedMeasurement {
  return found.direction === null ? { ...found, direction: directions.get(found.metric) ?? null } : found;
}
