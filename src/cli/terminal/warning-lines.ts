import type { Warning } from '../../core/warning.ts';
import type { painter } from './paint.ts';

/** Two lines a warning: what was seen, and what to do. Equal ones are told once, with all they are about. */
export function warningLines(
  warnings: readonly (Warning & { about: string })[],
  paint: ReturnType<typeof painter>,
): string[] {
  const groups = new Map<string, { first: Warning; about: Set<string> }>();
  for (const warning of warnings) {
    const key = JSON.stringify([warning.kind, warning.hint]);
    const group = groups.get(key) ?? { first: warning, about: new Set<string>() };
    group.about.add(warning.about);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ first, about }) => [
    `${paint('yellow', 'warning:')} ${[...about].join(', ')}: ${first.kind}: ${first.message}`,
    `${paint('cyan', '   hint:')} ${first.hint}`,
  ]);
}
