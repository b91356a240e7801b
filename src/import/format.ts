import type { AssayError } from '../core/error.ts';
import type { ImportedMeasurement } from './imported.ts';

/** The results of one tool, in one file. */
export interface Format {
  /** As given to `--format`; several formats of one tool may share a name (a file and a tree). */
  readonly name: string;
  /** For a person: the tool and the kind of its output. */
  readonly title: string;
  /** Whether a file looks like this format, by its content; must not be true of another tool's. */
  recognises(head: Head): boolean;
  /**
   * All measurements of the file, or an `AssayError` of code `input`: never a part of them. What is left out
   * on purpose (aggregates, failed benchmarks) is told to `warn`.
   */
  read(input: Input, warn: Warn): Promise<ImportedMeasurement[]>;
}

/** The results of one tool, spread over the files of a directory. */
export interface TreeFormat {
  readonly name: string;
  readonly title: string;
  /** Whether a directory is such a tree, by the relative paths of its files, `/` between parts. */
  recognises(paths: readonly string[]): boolean;
  read(tree: Tree, warn: Warn): Promise<ImportedMeasurement[]>;
}

export type Warn = (message: string) => void;

/** The beginning of a file. */
export interface Head {
  /** Without its folders. */
  readonly fileName: string;
  /** At most 64 KiB, decoded; may end anywhere. */
  readonly text: string;
  /**
   * The keys of the first JSON value as far as the text goes, as paths: `results[].times`. Empty where the
   * text does not begin with an object or an array.
   */
  readonly keys: ReadonlySet<string>;
}

export interface Input {
  /** As the user named it. */
  readonly path: string;
  /** All of it, decoded by its byte order mark, as UTF-8 without one. Refused above 256 MiB. */
  text(): Promise<string>;
  /** All of it as one JSON value; the bare `NaN` and `Infinity` that Python and C++ tools write are `null`. */
  json(): Promise<unknown>;
  /** Visits each line, without its end, in bounded memory. Numbers count from 1. */
  lines(visit: (line: string, number: number) => void): Promise<Lines>;
  /** An error about this file. `place` is a line number or the path of a key. */
  error(message: string, place?: number | string | null, hint?: string): AssayError;
}

export interface Lines {
  readonly count: number;
  /** Whether the last line had its end: a file that was cut seldom has. */
  readonly ended: boolean;
}

export interface Tree {
  readonly path: string;
  /** Relative, sorted, `/` between parts. */
  readonly paths: readonly string[];
  open(path: string): Input;
}
