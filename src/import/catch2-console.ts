import { ofBenchmark } from './catch2.ts';
import type { Format, Input } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { numbered } from './numbered.ts';
import { seconds } from './units.ts';

/**
 * Catch2's console: under each test case a table with three lines a benchmark. Long names are broken over
 * lines, at spaces. A whole report ends with a line of `=` and the totals of the tests.
 */
export const catch2Console: Format = {
  name: 'catch2',
  title: 'Catch2, console',
  recognises: ({ text }) => HEADER.test(text),
  async read(input) {
    const table = new Table(input);
    await input.lines((line, number) => table.line(line.trimEnd(), number));
    return table.end();
  },
};

const HEADER = /^benchmark name +samples +iterations +(?:estimated|est run time)\s*$/m;

const TIME = String.raw`(\d+(?:\.\d+)?(?:e[+-]?\d+)?) (ns|us|ms|s|m|h)`;
/** A console is far narrower; on a line of a million spaces the pattern would not end. */
const MAX_LINE = 1000;

/** Name, samples, iterations, estimated time. */
const FIRST = new RegExp(String.raw`^(.*?) *\b(\d+) +\d+ +${TIME}$`);
/** The mean or the standard deviation, with the ends of its interval. */
const FIGURES = new RegExp(`^ +${TIME} +${TIME} +${TIME}$`);

type Expecting = 'outside' | 'title' | 'columns' | 'name' | 'mean' | 'sd';

class Table {
  readonly #input: Input;
  readonly #found: ImportedMeasurement[] = [];
  #expecting: Expecting = 'outside';
  #path: string[] = [];
  #name: string[] = [];
  #n = 0;
  #mean = 0;
  #ended = false;

  constructor(input: Input) {
    this.#input = input;
  }

  line(line: string, number: number): void {
    if (/^={20,}$/.test(line)) this.#ended = this.#expecting !== 'mean' && this.#expecting !== 'sd';
    else if (HEADER.test(line)) this.#expecting = 'columns';
    else if (/^-{20,}$/.test(line)) this.#rule();
    else if (line === '') this.#name = [];
    else this.#content(line, number);
  }

  /** What was found, once the report was seen to its end. */
  end(): ImportedMeasurement[] {
    if (this.#ended) return numbered(this.#found);
    throw this.#input.error('ends before the totals of the tests', null, 'the file was cut; run it again');
  }

  /** A line of dashes opens a title, closes it, or ends the names of the columns. */
  #rule(): void {
    this.#name = [];
    if (this.#expecting === 'columns') this.#expecting = 'name';
    else if (this.#expecting === 'title') this.#expecting = 'outside';
    else {
      this.#expecting = 'title';
      this.#path = [];
    }
  }

  #content(line: string, number: number): void {
    switch (this.#expecting) {
      case 'title':
        this.#path.push(line.trim());
        return;
      case 'name':
        this.#nameLine(line);
        return;
      case 'mean':
        this.#mean = this.#figure(line, number);
        this.#expecting = 'sd';
        return;
      case 'sd': {
        const name = [...this.#path, this.#name.join(' ')].join(' / ');
        this.#found.push(ofBenchmark({ name, n: this.#n, sd: this.#figure(line, number) }, this.#mean));
        this.#name = [];
        this.#expecting = 'name';
        return;
      }
    }
  }

  #nameLine(line: string): void {
    const first = line.length > MAX_LINE ? null : FIRST.exec(line);
    const part = (first ? first[1]! : line).trim();
    if (part !== '') this.#name.push(part);
    if (!first) return;
    this.#n = Number(first[2]);
    this.#expecting = 'mean';
  }

  #figure(line: string, number: number): number {
    const figures = FIGURES.exec(line);
    const value = figures && seconds(Number(figures[1]), figures[2]!);
    if (typeof value === 'number') return value;
    throw this.#input.error(`no ${this.#expecting} of ${this.#name.join(' ')}`, number);
  }
}
