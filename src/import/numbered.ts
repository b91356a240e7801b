import type { ImportedMeasurement } from './imported.ts';
import { measurementKey } from './sound.ts';

/**
 * Summaries of one name cannot be joined as samples can: from the second on they have `nth` in their case.
 * Tools repeat names where a test runs again, or where the same name stands in two places.
 */
export function numbered(measurements: readonly ImportedMeasurement[]): ImportedMeasurement[] {
  const seen = new Map<string, number>();
  return measurements.map((each) => {
    const key = measurementKey(each);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return nth === 1 ? each : { ...each, case: { ...each.case, nth } };
  });
}
