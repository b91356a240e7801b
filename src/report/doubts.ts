import type { Warning } from '../core/warning.ts';
import type { Evidence, Measurement } from './data.ts';
import { measurementRow } from './figures.ts';
import { subjectOf } from './names.ts';

/** Warnings of one kind, with what to do about them, and where each was seen. */
export interface Doubt {
  readonly kind: Warning['kind'];
  readonly hint: string;
  readonly seen: readonly { readonly row: string; readonly where: string; readonly message: string }[];
}

/** A metric that gave no samples, with the reason, and everything it concerns. */
export interface Missing {
  readonly metric: string;
  readonly status: Measurement['status'];
  readonly reason: string;
  readonly where: readonly string[];
}

/** The warnings of a run, one group for each kind and hint, in the order they first appear. */
export function doubtsOf({ run, measurements }: Evidence): Doubt[] {
  const all = measurements.flatMap((m) =>
    m.warnings.map((warning) => ({
      ...warning,
      row: measurementRow(run.id, m),
      where: `${subjectOf(m)} ${m.metric}, ${m.side}`,
    })),
  );
  const groups = Map.groupBy(all, (warning) => `${warning.kind}\n${warning.hint}`);
  return [...groups.values()].map((seen) => ({
    kind: seen[0]!.kind,
    hint: seen[0]!.hint,
    seen: seen.map(({ row, where, message }) => ({ row, where, message })),
  }));
}

/** What was to be measured and was not. */
export function missingOf({ measurements }: Evidence): Missing[] {
  const without = measurements.filter((m) => m.summary === null || m.status !== 'measured');
  const all = (metric: string): number => measurements.filter((m) => m.metric === metric).length;
  const groups = Map.groupBy(without, (m) => `${m.metric}\n${m.status}\n${m.reason}`);
  return [...groups.values()].map((group) => ({
    metric: group[0]!.metric,
    status: group[0]!.status === 'measured' ? 'unavailable' : group[0]!.status,
    reason: group[0]!.reason ?? 'no sample was taken',
    where:
      group.length === all(group[0]!.metric)
        ? ['everywhere']
        : group.map((m) => `${subjectOf(m)}, ${m.side}`),
  }));
}
