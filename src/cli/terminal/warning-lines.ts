import type { Warning } from '../../core/warning.ts';
import type { painter } from './paint.ts';

/** What was seen, and what to do. Equal ones are told once, with all they are about, and so is an equal hint. */
export function warningLines(
  warnings: readonly (Warning & { about: string })[],
  paint: ReturnType<typeof painter>,
): string[] {
  const hinted = Map.groupBy(warnings, ({ kind, hint }) => JSON.stringify([kind, hint]));
  return [...hinted.values()].flatMap((alike) => [
    ...[...Map.groupBy(alike, ({ message }) => message)].map(([message, equal]) => {
      const about = new Set(equal.map((warning) => warning.about));
      return `${paint('yellow', 'warning:')} ${[...about].join(', ')}: ${alike[0]!.kind}: ${message}`;
    }),
    `${paint('cyan', '   hint:')} ${alike[0]!.hint}`,
  ]);
}
