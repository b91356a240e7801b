import type { Cause, ChangeSettings } from './change.ts';

/**
 * An environment that changes where the step may be explains it before the code does, since both cannot be told
 * apart there. Code is blamed only where the environment is known and the same, and the commits are known and
 * differ. `range` is where the new level may begin, in positions of all values.
 */
export function causeOf(
  [first, last]: readonly [number, number],
  index: number,
  { environments, commits }: Pick<ChangeSettings, 'environments' | 'commits'>,
): Cause {
  if (environments) {
    const around = environments.slice(Math.max(0, first - 1), last + 1);
    const known = new Set(around.filter((each) => each !== null));
    if (known.size > 1) return 'environment';
    if (around.some((each) => each === null)) return 'unknown';
    if (commits) {
      const before = commits[index - 1] ?? null;
      const after = commits[index] ?? null;
      if (before !== null && after !== null && before !== after) return 'code';
    }
  }
  return 'unknown';
}
