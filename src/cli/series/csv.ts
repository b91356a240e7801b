import { csvCells, delimiterOf } from '../../import/csv-cells.ts';
import type { Input } from '../../import/format.ts';
import { MAX_POINTS } from '../schemas/series.ts';
import type { SeriesFileContent } from './file.ts';

/** What a column may be called, in any case. */
const NAMES = {
  times: ['time', 'times', 'date', 'timestamp'],
  commits: ['commit', 'commits', 'sha', 'hash', 'revision'],
  environments: ['environment', 'environments', 'env', 'machine', 'host'],
} as const;

/** Cells that stand for a gap. */
const GAPS = new Set(['', 'null', 'na', 'n/a', 'nan']);

const HINT =
  'the header names the columns: commit, environment and time are known by these names, every other column of numbers is a metric';

/** Histories of a CSV file with a header: one for each column of numbers, one row for each commit, oldest first. */
export function readSeriesCsv(text: string, name: string, input: Input): SeriesFileContent {
  const { header, rows } = table(text, input);
  const columnOf = (names: readonly string[]): number =>
    header.findIndex((title) => names.includes(title.toLowerCase()));
  const special = {
    times: columnOf(NAMES.times),
    commits: columnOf(NAMES.commits),
    environments: columnOf(NAMES.environments),
  };
  const taken = new Set<number>(Object.values(special));
  const metrics = header
    .map((title, column) => ({ title, column }))
    .filter(({ column }) => !taken.has(column));
  const texts = metrics.filter(({ column }) => isText(rows, column));
  const numbers = metrics.filter((metric) => !texts.includes(metric));
  if (numbers.length === 0) throw input.error('no column holds numbers', 1, HINT);
  const textsOf = (column: number): (string | null)[] | null =>
    column < 0
      ? null
      : rows.map(({ cells }) => (GAPS.has(cells[column]!.toLowerCase()) ? null : cells[column]!));
  return {
    series: numbers.map(({ title, column }) => ({
      benchmark: name,
      metric: title,
      unit: '1',
      direction: null,
      values: rows.map((row) => numberIn(row, column, title, input)),
      commits: textsOf(special.commits),
      environments: textsOf(special.environments),
    })),
    notes: texts.map(({ title }) => `column ${title} holds no numbers and is left out`),
  };
}

interface Row {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

function table(text: string, input: Input): { header: readonly string[]; rows: readonly Row[] } {
  const lines = text.split(/\r?\n/);
  const delimiter = delimiterOf(lines[0]!);
  const all = lines.flatMap((line, i): Row[] =>
    line.trim() === '' ? [] : [{ line: i + 1, cells: cellsOf(line, delimiter, i + 1, input) }],
  );
  const [head, ...rows] = all;
  if (!head || rows.length === 0) throw input.error('there are no rows below the header', 1, HINT);
  if (rows.length > MAX_POINTS) throw input.error(`more than ${MAX_POINTS} rows`, null, 'split the file');
  checkHeader(head, input);
  for (const { line, cells } of rows) {
    if (cells.length !== head.cells.length) {
      throw input.error(`${cells.length} cells under a header of ${head.cells.length}`, line, HINT);
    }
  }
  return { header: head.cells, rows };
}

function checkHeader({ line, cells }: Row, input: Input): void {
  const number = cells.find((cell) => cell !== '' && Number.isFinite(Number(cell)));
  if (number !== undefined) throw input.error(`${number} stands where the header should`, line, HINT);
  if (cells.includes('')) throw input.error('a column has no name', line, HINT);
  const twice = cells.find((cell, i) => cells.indexOf(cell) !== i);
  if (twice !== undefined) throw input.error(`two columns are called ${twice}`, line, HINT);
}

function cellsOf(row: string, delimiter: string, line: number, input: Input): string[] {
  const cells = csvCells(row, delimiter);
  if (cells === 'open') throw input.error('a quote that does not close in its line', line);
  if (cells === 'broken') throw input.error('a quote inside of a cell', line);
  return cells.map((cell) => cell.trim());
}

/** No cell is a number. */
function isText(rows: readonly Row[], column: number): boolean {
  return rows.every(({ cells }) => {
    const cell = cells[column]!;
    return GAPS.has(cell.toLowerCase()) || !Number.isFinite(Number(cell));
  });
}

function numberIn({ line, cells }: Row, column: number, title: string, input: Input): number | null {
  const cell = cells[column]!;
  if (GAPS.has(cell.toLowerCase())) return null;
  const value = Number(cell);
  if (Number.isFinite(value)) return value;
  throw input.error(`${title}: ${cell} is no number`, line, 'leave the cell empty where there is no value');
}
