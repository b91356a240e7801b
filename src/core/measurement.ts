import type { Case } from './case.ts';
import type { Metric } from './metric.ts';

/** The two sides of a comparison; a run of one commit has only a candidate. */
export type Side = 'baseline' | 'candidate';

export type MeasurementStatus = 'measured' | 'unavailable' | 'failed';

/** What identifies a measurement within a run. */
export interface MeasurementKey {
  readonly side: Side;
  readonly benchmark: string;
  readonly case: Case;
  readonly subject: string | null;
  readonly metric: Metric;
}

export type RunStatus = 'running' | 'completed' | 'interrupted' | 'failed';

/** `calibrate`: one commit on both sides, in two environments; no evidence of the commit. */
export type RunKind = 'run' | 'compare' | 'import' | 'calibrate';

/** Which source tree one side measured. */
export interface Revision {
  /** What the user called it: a branch, a tag, `worktree`, a file name. */
  readonly label: string;
  /** Full object name; `null` for a dirty tree or a file. */
  readonly commit: string | null;
  /** For a dirty tree, the commit it was based on. */
  readonly parent: string | null;
  readonly dirty: boolean;
  /** sha256 of a dirty tree's files (path, mode, content); `null` for a commit. */
  readonly contentDigest: string | null;
  /** Committer time, ISO 8601; `null` where unknown. */
  readonly committedAt: string | null;
  /** First line of the commit message; `null` where unknown. */
  readonly title: string | null;
}
