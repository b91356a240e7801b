import { caseKey } from '../core/case.ts';
import type { ImportedMeasurement } from './imported.ts';

/** What a measurement is apart from its figures; what is not said is empty. */
export type Identity = Pick<ImportedMeasurement, 'benchmark' | 'metric' | 'unit' | 'direction'> &
  Partial<Pick<ImportedMeasurement, 'case' | 'commit' | 'at'>>;

/** Gathers the samples of measurements whose values come one by one. Eight bytes a value. */
export interface Collector {
  add(of: Identity, value: number): void;
  /** Where the values of one measurement go, for readers of millions of lines that look it up once. */
  samplesOf(of: Identity): number[];
  /** In the order in which each was first seen. */
  measurements(): ImportedMeasurement[];
}

export function collector(): Collector {
  const gathered = new Map<string, ImportedMeasurement & { samples: number[] }>();
  const samplesOf = (of: Identity): number[] => {
    const key = JSON.stringify([of.benchmark, of.metric, caseKey(of.case ?? {}), of.commit ?? null]);
    const found = gathered.get(key) ?? { ...measurement(of), samples: [] };
    gathered.set(key, found);
    return found.samples;
  };
  return {
    add: (of, value) => void samplesOf(of).push(value),
    samplesOf,
    measurements: () => [...gathered.values()],
  };
}

/** A measurement with its samples or its summary. */
export function measurement(
  of: Identity,
  figures: Partial<Pick<ImportedMeasurement, 'samples' | 'summary'>> = {},
): ImportedMeasurement {
  const { benchmark, metric, unit, direction } = of;
  return {
    ...{ benchmark, case: of.case ?? {}, metric, unit, direction },
    ...{ samples: figures.samples ?? [], summary: figures.summary ?? null },
    ...{ commit: of.commit ?? null, at: of.at ?? null },
  };
}
