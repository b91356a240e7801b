import { formatValue } from '../../core/unit.ts';
import type { RunTimings } from '../../store/records.ts';

/** Where the time of a run went; `null` where it was not recorded. */
export function timeSpent(timings: RunTimings | null): string | null {
  if (timings === null || timings.totalS <= 0) return null;
  const share = (part: number): string => `${((100 * part) / timings.totalS).toFixed(0)} %`;
  return (
    `Took ${formatValue(timings.totalS, 's')}: ${share(timings.measureS)} in measured executions, ` +
    `${share(timings.buildS)} in building, the rest in preparing, storing and deciding.`
  );
}
