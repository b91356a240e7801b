import type { Direction } from '../core/metric.ts';
import type { ImportedMeasurement } from './imported.ts';

/** A measurement of which it is known which way is better. */
export interface DirectedMeasurement extends ImportedMeasurement {
  readonly direction: Direction;
}

export interface Directed {
  readonly known: readonly DirectedMeasurement[];
  /** Metrics whose direction neither the source nor the mapping says, each once. */
  readonly unknown: readonly string[];
}

/** What the source says wins; the mapping, by the metric's name, says the rest. */
export function withDirections(
  measurements: readonly ImportedMeasurement[],
  mapping: ReadonlyMap<string, Direction>,
): Directed {
  const known: DirectedMeasurement[] = [];
  const unknown = new Set<string>();
  for (const of of measurements) {
    const direction = of.direction ?? mapping.get(of.metric);
    if (direction === undefined) unknown.add(of.metric);
    else known.push({ ...of, direction });
  }
  return { known, unknown: [...unknown] };
}
