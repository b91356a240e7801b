import { digest } from '../core/canonical.ts';
import { type Case, caseKey } from '../core/case.ts';
import type { Statistic } from './statistic.ts';

/** A number that a report shows, with what it came from. */
export interface Figure {
  /** `<row>.<field>`; what `assay trace` takes. */
  readonly id: string;
  /** In words: `parse size=large wall: candidate median`. */
  readonly label: string;
  /** `null` where the samples do not allow it; then it is shown as `n/a`. */
  readonly value: number | null;
  /** UCUM; `1` for a ratio or a count. */
  readonly unit: string;
  readonly statistic: Statistic;
  readonly run: string;
  /** Whose samples it was computed from; empty for what a run recorded about itself. */
  readonly measurements: readonly number[];
  /** Of those samples: of the one measurement, or over the digests of several in their order. */
  readonly sampleDigest: string;
}

/** What a row of a table is about. */
export interface RowKey {
  readonly run: string;
  /** `pair` for what is computed from both sides; `run` and `history` for what is above one measurement. */
  readonly of: 'baseline' | 'candidate' | 'pair' | 'history' | 'run';
  readonly benchmark?: string;
  readonly case?: Case;
  readonly subject?: string | null;
  readonly metric?: string;
}

/**
 * Ten hexadecimal digits, short enough to print in a table: among 1,000,000 rows two are the same with a
 * chance of 37 % (birthday bound, n²/2·16¹⁰), among the 1,000 of a large report with one in two million.
 */
const ROW_ID_DIGITS = 10;

/** The id of a row: the same row has the same id in every report. */
export function rowId(key: RowKey): string {
  return digest([
    key.run,
    key.of,
    key.benchmark ?? null,
    key.case ? caseKey(key.case) : null,
    key.subject ?? null,
    key.metric ?? null,
  ]).slice(0, ROW_ID_DIGITS);
}

/** Of several measurements: over their digests in order; of one, its own. */
export function joinedDigest(digests: readonly string[]): string {
  return digests.length === 1 ? digests[0]! : digest(digests);
}
