import { SHORTEST } from './candidates.ts';
import { type Fit, fitWithNoise, type Series } from './fit.ts';

/** Places tried on either side of each step. */
const REACH = 40;

/** Places further on that must be worse before the search for a better one ends. */
const PATIENCE = 3;

export interface Located {
  readonly fit: Fit;
  /** By step: first and last place that the likelihood does not exclude. */
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * Moves each step to its most likely place under the noise model found, and gives the set of places whose
 * likelihood ratio the confidence does not exclude: the inverted likelihood-ratio test of Eo and Morley (2015,
 * Quantitative Economics 6), with critical value −2 ln(1 − √confidence).
 */
export function locate(series: Series, start: Fit, confidence: number): Located {
  let fit = start;
  for (let i = 0; i < fit.changes.length; i++) fit = movedTo(series, fit, i);
  const allowed = -2 * Math.log(1 - Math.sqrt(confidence));
  const reference = fitWithNoise(series, fit.changes, fit.sloped, fit.noise).cost;
  return {
    fit,
    ranges: fit.changes.map((_, i) => [
      furthest(series, fit, i, -1, reference + allowed),
      furthest(series, fit, i, 1, reference + allowed),
    ]),
  };
}

function movedTo(series: Series, fit: Fit, at: number): Fit {
  let best = fitWithNoise(series, fit.changes, fit.sloped, fit.noise);
  for (const towards of [-1, 1]) {
    let worse = 0;
    for (const place of placesFrom(series, fit, at, towards)) {
      const moved = fitWithNoise(series, replaced(fit.changes, at, place), fit.sloped, fit.noise);
      worse = moved.cost < best.cost ? 0 : worse + 1;
      if (moved.cost < best.cost) best = moved;
      if (worse >= PATIENCE) break;
    }
  }
  return best;
}

function furthest(series: Series, fit: Fit, at: number, towards: number, limit: number): number {
  let furthest = fit.changes[at]!;
  let outside = 0;
  for (const place of placesFrom(series, fit, at, towards)) {
    const moved = fitWithNoise(series, replaced(fit.changes, at, place), fit.sloped, fit.noise);
    if (moved.cost <= limit) furthest = place;
    outside = moved.cost <= limit ? 0 : outside + 1;
    if (outside >= PATIENCE) break;
  }
  return furthest;
}

/** From the step outwards, as far as a level on each side remains. */
function placesFrom(series: Series, fit: Fit, at: number, towards: number): number[] {
  const from = (fit.changes[at - 1] ?? 0) + SHORTEST;
  const to = (fit.changes[at + 1] ?? series.values.length) - SHORTEST;
  const places: number[] = [];
  for (let i = 1; i <= REACH; i++) {
    const place = fit.changes[at]! + towards * i;
    if (place < from || place > to) break;
    places.push(place);
  }
  return places;
}

function replaced(changes: readonly number[], at: number, place: number): number[] {
  return changes.map((change, i) => (i === at ? place : change));
}
