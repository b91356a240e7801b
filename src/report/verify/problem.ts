/** What can be wrong with published results. */
export type ProblemKind =
  /** A stored sample is not the one that was taken. */
  | 'changed-sample'
  /** A file says something else than its samples do. */
  | 'edited'
  | 'missing-file'
  | 'unlisted-file'
  /** A figure or picture of another run or commit, or of none. */
  | 'foreign'
  /** Measured at another commit than asked for. */
  | 'stale'
  /** The store lacks what is needed to tell: nothing contradicts, and nothing confirms. */
  | 'missing-evidence';

export interface Problem {
  readonly kind: ProblemKind;
  /** The file it was found in, or the database. */
  readonly file: string;
  /** The figure or row concerned; `null` where it is the file as a whole. */
  readonly figure: string | null;
  readonly message: string;
}

export type Outcome = 'pass' | 'fail' | 'inconclusive';

/** Missing evidence never passes; one contradiction fails. */
export function outcomeOf(problems: readonly Problem[]): Outcome {
  if (problems.length === 0) return 'pass';
  return problems.every(({ kind }) => kind === 'missing-evidence') ? 'inconclusive' : 'fail';
}

/** One line: `results/data/samples.csv: edited: line 12 differs (figure 1a2b3c4d5e)`. */
export function problemText({ kind, file, figure, message }: Problem): string {
  return `${file}: ${kind}: ${message}${figure === null ? '' : ` (figure ${figure})`}`;
}
