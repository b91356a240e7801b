import type { SeriesPoint } from '../store/series.ts';
import type { History } from './history.ts';

/** From one run to the next of a history, where it was measured changed. */
export interface Drift {
  /** Ids of the environments. */
  readonly from: string;
  readonly to: string;
  /** The histories in which it shows, with the position of the first run in the new environment. */
  readonly places: readonly DriftPlace[];
}

export interface DriftPlace {
  readonly history: History;
  readonly index: number;
}

/** Every change of environment within the histories; those that several have at the same commit are one. */
export function driftsOf(histories: readonly History[]): Drift[] {
  const drifts = new Map<string, { from: string; to: string; places: DriftPlace[] }>();
  for (const history of histories) {
    for (const [index, point] of history.points.entries()) {
      const from = history.points[index - 1]?.environmentId;
      const to = point.environmentId;
      if (from === undefined || from === to) continue;
      const key = [placeOf(point), from, to].join(' ');
      const known = drifts.get(key);
      if (known) known.places.push({ history, index });
      else drifts.set(key, { from, to, places: [{ history, index }] });
    }
  }
  return [...drifts.values()];
}

/** The commit, or without one the run, that stands for a point. */
export function placeOf({ commit, runId }: SeriesPoint): string {
  return commit ?? runId;
}
