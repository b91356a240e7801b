import { candidates, SHORTEST } from './candidates.ts';
import { type Fit, fitLevels, type Series, slopeGain } from './fit.ts';
import { scanJump } from './scan.ts';
import { bestSegmentations } from './segment.ts';

/** More steps than this in one history are not looked for. */
const MOST = 40;

/** The search ends when this many further steps have not paid. */
const PATIENCE = 3;

/** The description without steps and the best ones with 1, 2, 3, … steps. */
export interface Path {
  readonly none: Fit;
  readonly steps: readonly Fit[];
}

/**
 * Candidate descriptions along two ways: levels as if the noise were white (dynamic programming, right when it
 * is nearly so), and one jump after another as the noise model of the rest sees it (right when the noise
 * remembers much, where levels wander). `price` is what a step must gain to be worth it: it ends the search.
 */
export function searchPath(series: Series, price: number): Path {
  const none = better(series, []);
  const most = Math.min(MOST, Math.floor(series.values.length / SHORTEST) - 1);
  const steps: Fit[] = [];
  const offer = (fit: Fit): void => {
    const at = fit.changes.length - 1;
    if (!steps[at] || fit.cost < steps[at].cost) steps[at] = fit;
  };
  const places = candidates(series.moments);
  let best = none.cost;
  let idle = 0;
  for (const changes of bestSegmentations(series.moments, places, most)) {
    const fit = better(series, changes);
    offer(fit);
    idle = fit.cost + changes.length * price < best ? 0 : idle + 1;
    best = Math.min(best, fit.cost + changes.length * price);
    if (idle >= PATIENCE) break;
  }
  let last = none;
  for (let count = 0; count < most && last.noise.phi > 0; count++) {
    const place = scanJump(series, last);
    if (place === null) break;
    const fit = better(
      series,
      [...last.changes, place].sort((a, b) => a - b),
    );
    offer(fit);
    if (fit.cost + price >= last.cost && count > 0) break;
    last = fit;
  }
  return { none, steps: steps.filter(Boolean) };
}

/** With a slope where that pays (the Bayesian information criterion, Schwarz 1978), else without. */
export function better(series: Series, changes: readonly number[]): Fit {
  const flat = fitLevels(series, changes, false);
  const price = Math.log(series.values.length);
  if (slopeGain(series, changes, series.floor) < price) return flat;
  const sloped = fitLevels(series, changes, true);
  return sloped.cost + price < flat.cost ? { ...sloped, cost: sloped.cost + price } : flat;
}
