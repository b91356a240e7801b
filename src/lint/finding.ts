import type { Place } from './place.ts';

/** From what must be put right to what is only worth knowing. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What a rule says of one place in the file it looks at. */
export interface Spot {
  readonly at: Place;
  /** What is wrong here, with the words of the file. */
  readonly message: string;
  /** What to write instead, where that depends on the place; else the fix of the rule. */
  readonly fix?: string;
}

/** A spot in a named file, for rules that look at several files together. */
export interface FileSpot extends Spot {
  readonly file: string;
}

export interface Finding extends Place {
  readonly file: string;
  readonly severity: Severity;
  /** Id of the rule. */
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

/** A finding that a comment in the file takes responsibility for. */
export interface Suppressed extends Finding {
  readonly reason: string;
}
