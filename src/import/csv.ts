import { csvCells, delimiterOf } from './csv-cells.ts';
import type { Format, Head, Input, Warn } from './format.ts';
import type { ImportedMeasurement } from './imported.ts';
import { columnsOf, mappingByName, type TableMapping } from './table-mapping.ts';
import { type RowReader, rowReader } from './table-rows.ts';

/** CSV whose columns bear the names of the fields. */
export const csv: Format = csvWith(null);

/**
 * CSV (RFC 4180) with a header, parted by commas, semicolons or tabs. The mapping says which column is what;
 * without one the columns are taken by their names. A row a line, so that the last line must have its end:
 * without it a number may have been cut.
 */
export function csvWith(mapping: TableMapping | null): Format {
  return {
    name: 'csv',
    title: 'CSV with a header',
    recognises: (head) => mapping !== null || mappingByName(header(head)) !== null,
    async read(input, warn) {
      const table = new Table(mapping, input, warn);
      const { ended } = await input.lines((line, number) => table.line(line, number));
      return table.end(ended);
    },
  };
}

class Table {
  readonly #mapping: TableMapping | null;
  readonly #input: Input;
  readonly #warn: Warn;
  #delimiter: string | null = null;
  #columns: ReadonlyMap<string, number> = new Map();
  #reader: RowReader | null = null;
  #cells: readonly string[] = [];
  /** A row whose quoted cell goes on in the next line. */
  #open: { text: string; number: number } | null = null;

  constructor(mapping: TableMapping | null, input: Input, warn: Warn) {
    this.#mapping = mapping;
    this.#input = input;
    this.#warn = warn;
  }

  line(line: string, number: number): void {
    this.#delimiter ??= delimiterOf(line);
    const text = this.#open ? `${this.#open.text}\n${line}` : line;
    const start = this.#open?.number ?? number;
    const cells = csvCells(text, this.#delimiter);
    if (cells === 'broken') throw this.#input.error('a quote inside a cell', start, QUOTES);
    this.#open = cells === 'open' ? { text, number: start } : null;
    if (cells === 'open') {
      if (text.length > MAX_ROW_CHARACTERS) throw this.#input.error('a quote that does not end', start);
    } else if (text !== '') {
      this.#cells = cells;
      if (this.#reader === null) this.#header(start);
      else this.#row(this.#reader, start);
    }
  }

  end(ended: boolean): ImportedMeasurement[] {
    if (this.#open) throw this.#input.error('a quote that does not end', this.#open.number);
    if (!ended) throw this.#input.error('the last line has no end', null, NO_END);
    return this.#reader?.measurements() ?? [];
  }

  #header(number: number): void {
    this.#columns = new Map(this.#cells.map((name, index) => [name.trim(), index]));
    const names = [...this.#columns.keys()];
    if (names.length < this.#cells.length) throw this.#input.error('two columns of one name', number);
    const mapping = this.#mapping ?? mappingByName(names);
    if (!mapping) throw this.#input.error('no columns benchmark and value', number, 'say which with --map');
    const missing = columnsOf(mapping).find((column) => !this.#columns.has(column));
    if (missing !== undefined) {
      const some = names.slice(0, 20).join(', ');
      throw this.#input.error(`there is no column ${missing}`, number, `the columns are ${some}`);
    }
    this.#reader = rowReader(mapping, this.#input, this.#warn);
  }

  #row(reader: RowReader, number: number): void {
    const { size } = this.#columns;
    if (this.#cells.length !== size) {
      throw this.#input.error(`${this.#cells.length} cells under ${size} columns`, number);
    }
    reader.row(this.#cell, number);
  }

  readonly #cell = (column: string): string | undefined => this.#cells[this.#columns.get(column)!];
}

/** A cell of more than a megabyte is a quote that was never closed. */
const MAX_ROW_CHARACTERS = 1024 * 1024;

const QUOTES = 'quote the whole cell and double the quotes in it';
const NO_END = 'a file that was cut looks so; if it is whole, end it with a newline';

function header({ text }: Head): string[] {
  const [line = ''] = text.split('\n', 1);
  const trimmed = line.replace(/\r$/, '');
  const cells = csvCells(trimmed, delimiterOf(trimmed));
  return typeof cells === 'string' ? [] : cells.map((cell) => cell.trim());
}
