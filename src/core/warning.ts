/** A kind of doubt about a measurement, with what to do about it. Data, not a log line. */
export const WARNING_KINDS = [
  'warm-up',
  'drift',
  'outliers',
  'too-short',
  'exit-code',
  'busy-machine',
  'shared-machine',
  'left-processes',
  'few-samples',
  'dirty-tree',
  'between-runs-unseen',
  'unavailable',
] as const;

export type WarningKind = (typeof WARNING_KINDS)[number];

export interface Warning {
  readonly kind: WarningKind;
  /** What was seen, with its figures. */
  readonly message: string;
  readonly hint: string;
}
