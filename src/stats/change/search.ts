import { candidates, SHORTEST } from './candidates.ts';
import { type Fit, fitLevels, remembers, type Series, slopeGain } from './fit.ts';
import { scanJump } from './scan.ts';
import { bestSegmentations } from './segment.ts';

/** More steps than this in one history are not looked for. */
const MOST = 40;

/**
 * Every number of steps up to this is tried, then each 1.3 times the last; not more where the noise has no
 * memory, since many steps look like a memory.
 */
const EVERY = 5;
const SPARSE = 1.3;

/** What better noise models and levels gain over AR(1) and plain means, at most, where steps are to be found. */
const REFINED = 20;

/** The description without steps and the best ones with 1, 2, 3, … steps. */
export interface Path {
  readonly none: Fit;
  /** At most one for each number of steps, in no order. */
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
  const steps = new Map<number, Fit>();
  const offer = (fit: Fit): void => {
    const known = steps.get(fit.changes.length);
    if (!known || fit.cost < known.cost) steps.set(fit.changes.length, fit);
  };
  for (const fit of levelFits(series, none, none.noise.phi > 0 ? most : Math.min(most, EVERY), price))
    offer(fit);
  const best = cheapest(none, steps.values(), price);
  if (remembers(best.noise)) for (const fit of jumpFits(series, none, most, price)) offer(fit);
  return { none, steps: [...steps.values()] };
}

/**
 * The first steps of a history with many may not pay, as a wandering level explains them as well, and all
 * together do: so large numbers of steps are looked at too, sparsely, and then the numbers around the best.
 */
function levelFits(series: Series, none: Fit, most: number, price: number): Fit[] {
  const all = bestSegmentations(series.moments, candidates(series.moments), most);
  const fits = new Map<number, Fit>();
  const costAt = (count: number): number => {
    if (!fits.has(count))
      fits.set(count, better(series, all[count - 1]!(), none.cost - count * price + REFINED));
    return fits.get(count)!.cost + count * price;
  };
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let count = 1; count <= all.length; count = count < EVERY ? count + 1 : Math.ceil(count * SPARSE)) {
    const cost = costAt(count);
    if (cost < least) {
      least = cost;
      best = count;
    }
  }
  if (best < EVERY) return [...fits.values()];
  const reach = Math.ceil(best * (SPARSE - 1));
  for (let count = Math.max(1, best - reach); count < Math.min(all.length, best + reach); count++)
    costAt(count);
  return [...fits.values()];
}

function cheapest(none: Fit, steps: Iterable<Fit>, price: number): Fit {
  let best = none;
  for (const fit of steps) {
    if (fit.cost + fit.changes.length * price < best.cost + best.changes.length * price) best = fit;
  }
  return best;
}

/** One jump after another, where the noise model of the rest sees it. */
function jumpFits(series: Series, none: Fit, most: number, price: number): Fit[] {
  const fits: Fit[] = [];
  let last = none;
  while (fits.length < most && remembers(last.noise)) {
    const place = scanJump(series, last);
    if (place === null) break;
    const fit = better(
      series,
      [...last.changes, place].sort((a, b) => a - b),
    );
    fits.push(fit);
    if (fit.cost + price >= last.cost && fits.length > 1) break;
    last = fit;
  }
  return fits;
}

/** With a slope where that pays (the Bayesian information criterion, Schwarz 1978), else without. */
export function better(series: Series, changes: readonly number[], hopeless?: number): Fit {
  const flat = fitLevels(series, changes, false, hopeless);
  const price = Math.log(series.values.length);
  if (slopeGain(series, changes, series.floor) < price) return flat;
  const sloped = fitLevels(series, changes, true, hopeless);
  return sloped.cost + price < flat.cost ? { ...sloped, cost: sloped.cost + price } : flat;
}
