import { SHORTEST } from './candidates.ts';
import { type Fit, fitWithNoise, type Series } from './fit.ts';
import { partOf } from './part.ts';

/** Places tried on either side of each step. */
const REACH = 40;

/** Points on either side of a step that say where it is: beyond, they only say how high the levels are. */
const VIEW = 2 * REACH;

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
export function locate(series: Series, fit: Fit, confidence: number): Located {
  if (fit.changes.length === 0) return { fit, ranges: [] };
  const changes = [...fit.changes];
  const allowed = -2 * Math.log(1 - Math.sqrt(confidence));
  const ranges = fit.changes.map((_, i) => {
    const costs = costsAround(series, fit, changes, i);
    const best = [...costs].reduce((a, b) => (b[1] < a[1] ? b : a));
    changes[i] = best[0];
    const likely = [...costs].filter(([, cost]) => cost <= best[1] + allowed).map(([place]) => place);
    return [Math.min(...likely), Math.max(...likely)] as const;
  });
  return { fit: fitWithNoise(series, changes, fit.sloped, fit.noise), ranges };
}

/** The cost of each place for one step, from where it is outwards until places only get worse. */
function costsAround(series: Series, fit: Fit, changes: readonly number[], at: number): Map<number, number> {
  const here = changes[at]!;
  const before = changes[at - 1] ?? 0;
  const after = changes[at + 1] ?? series.values.length;
  const from = Math.max(before, here - VIEW);
  const view = partOf(series, from, Math.min(after, here + VIEW), fit.slope);
  const costAt = (place: number): number => {
    const { variance } = fitWithNoise(view, [place - from], false, fit.noise);
    return ((view.values.length - 1) * variance) / fit.variance;
  };
  const costs = new Map([[here, costAt(here)]]);
  const hopeless = costs.get(here)! + HOPELESS;
  for (const towards of [-1, 1]) {
    let worse = 0;
    for (let i = 1; i <= REACH && worse < PATIENCE; i++) {
      const place = here + towards * i;
      if (place - before < SHORTEST || after - place < SHORTEST) break;
      const cost = costAt(place);
      costs.set(place, cost);
      worse = cost > hopeless ? worse + 1 : 0;
    }
  }
  return costs;
}

/** Places this much worse are outside any interval up to a confidence of 99.99 %. */
const HOPELESS = 20;
