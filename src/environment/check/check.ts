/** One finding of `assay doctor`: what will disturb, or prevent, measurements on this machine. */
export interface Check {
  readonly name: string;
  /** `problem`: Assay cannot work until it is fixed; `warning`: figures will be noisier, or fewer. */
  readonly status: 'ok' | 'warning' | 'problem' | 'unavailable';
  /** What was seen, with its figures; for `unavailable`, why it could not be seen. */
  readonly finding: string;
  /** The command or setting that helps; `null` where there is nothing to do or nothing can be done. */
  readonly fix: string | null;
}

export function ok(name: string, finding: string): Check {
  return { name, status: 'ok', finding, fix: null };
}

export function warning(name: string, finding: string, fix: string | null): Check {
  return { name, status: 'warning', finding, fix };
}

export function unavailable(name: string, finding: string): Check {
  return { name, status: 'unavailable', finding, fix: null };
}

/** A tool that Assay cannot do without. */
export function missing(name: string, finding: string, fix: string): Check {
  return { name, status: 'problem', finding, fix };
}
