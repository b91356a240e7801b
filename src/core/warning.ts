/** A kind of doubt about a measurement, with what to do about it. Data, not a log line. */
export type WarningKind =
  | 'warm-up'
  | 'drift'
  | 'outliers'
  | 'too-short'
  | 'exit-code'
  | 'busy-machine'
  | 'left-processes'
  | 'few-samples'
  | 'dirty-tree'
  | 'between-runs-unseen'
  | 'unavailable';

export interface Warning {
  readonly kind: WarningKind;
  /** What was seen, with its figures. */
  readonly message: string;
  readonly hint: string;
}
