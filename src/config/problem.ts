import { AssayError } from '../core/error.ts';

/** One thing wrong in `assay.yaml`. */
export interface Problem {
  /** Offset in the text, in UTF-16 units. */
  readonly offset: number;
  /** Where in the structure: `benchmarks.parse.warmup`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong and how to put it right. */
  readonly message: string;
  /** Of a duplicate: the offset of the first. */
  readonly first?: number;
}

/** Keys and list positions from the root down. */
export type Path = readonly (string | number)[];

/** Told of each problem, at its path in the file: at the value there, or at the key. */
export type Report = (path: Path, message: string, at?: 'key') => void;

/** More lines than this help nobody; the rest is counted. A screen of a terminal holds about fifty. */
const MOST_LINES = 50;

/** All problems as one error, a line each, in the order of the file. */
export function configError(file: string, text: string, problems: readonly Problem[]): AssayError {
  const position = positions(text);
  const sorted = [...problems].sort((a, b) => a.offset - b.offset || compare(a.path, b.path));
  const lines = [...new Set(sorted.map((problem) => line(file, position, problem)))];
  const shown = lines.slice(0, MOST_LINES);
  if (lines.length > shown.length) shown.push(`… and ${lines.length - shown.length} more`);
  return new AssayError('config', shown.join('\n'), { hint: 'see docs/reference/configuration.md' });
}

/** `assay.yaml:12:5` of an offset, counting lines and columns from 1. */
export function place(file: string, text: string, offset: number): string {
  return `${file}:${positions(text)(offset)}`;
}

/** `benchmarks.parse.params.size[1]`; unusual keys are quoted, endless ones cut. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += `${text === '' ? '' : '.'}${/^[\w/-]{1,100}$/.test(step) ? step : excerpt(step)}`;
  }
  return text;
}

/** A value from the file as one short quoted text, safe to print. */
export function excerpt(value: string): string {
  const cut = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  // JSON leaves in what moves the cursor of some terminals (C1) or turns the direction of text.
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

function line(file: string, position: (offset: number) => string, problem: Problem): string {
  const first = problem.first === undefined ? '' : ` (first at ${position(problem.first)})`;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  return `${file}:${position(problem.offset)}: ${path}${problem.message}${first}`;
}

function positions(text: string): (offset: number) => string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return `${low + 1}:${offset - starts[low]! + 1}`;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
