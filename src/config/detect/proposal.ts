/** A benchmark that a repository suggests. */
export interface Proposal {
  readonly name: string;
  /**
   * `benchmark`: the project means it to be measured; `program`: something it builds and runs; `tests`: its
   * test suite. Only the best kind found is proposed.
   */
  readonly kind: 'benchmark' | 'program' | 'tests';
  /** The file that says so. */
  readonly source: string;
  readonly build: Command | null;
  readonly command: Command;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the reader should know or change, as a sentence. */
  readonly comment: string;
}

/** A shell line or a list of arguments. */
export type Command = string | readonly string[];

/** Looks for one kind of project in a directory; nothing found is an empty list. Runs nothing. */
export type Detector = (directory: string) => Promise<Proposal[]>;

export const WORKLOAD = 'Give it the arguments of a typical workload that takes 10 ms to 10 s.';
