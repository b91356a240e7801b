import { gainOf, NEXT_STEP, neededGain } from './evidence.ts';
import type { Fit, Series } from './fit.ts';
import { isLasting } from './lasting.ts';
import { partOf } from './part.ts';
import { better, type Path, searchPath } from './search.ts';

/** A description of the history and what each of its steps gains. */
export interface Selection {
  readonly fit: Fit;
  readonly gains: readonly number[];
}

/**
 * How many steps there are, and which: of the descriptions along the search path the best one, if all its
 * steps together gain enough; then the step that gains least is taken out until each gains enough alone.
 * `raw` are the values before wild points were drawn in.
 */
export function selectSteps(series: Series, raw: Float64Array, falseRate: number): Selection {
  const needed = neededGain(raw.length, falseRate);
  const path = searchPath(series, Math.min(needed, NEXT_STEP));
  for (const price of [Math.min(needed, NEXT_STEP), needed]) {
    const chosen = prune(series, raw, path, bestAt(path, needed, price), needed, falseRate);
    if (chosen.gains.length > 0) return chosen;
  }
  return { fit: path.none, gains: [] };
}

function bestAt(path: Path, needed: number, price: number): Fit {
  let best = path.none;
  let most = 0;
  for (const fit of path.steps) {
    const gain = gainOf(fit, path.none) - needed - (fit.changes.length - 1) * price;
    if (gain > most) {
      most = gain;
      best = fit;
    }
  }
  return best;
}

function prune(
  series: Series,
  raw: Float64Array,
  path: Path,
  start: Fit,
  needed: number,
  falseRate: number,
): Selection {
  let fit = start;
  while (fit.changes.length > 0) {
    const gains = fit.changes.map((_, i) => {
      const local = localGain(series, fit, i);
      return local >= SURELY * needed ? local : gainOf(fit, dropped(series, path, fit, i));
    });
    const weak = weakest(raw, fit.changes, gains, needed, falseRate);
    if (weak === null) return { fit, gains };
    fit = dropped(series, path, fit, weak);
  }
  return { fit: path.none, gains: [] };
}

/** Points on either side of a step that are enough to be sure of a large one. */
const VIEW = 100;

/** Where the points around a step alone say this many times what is needed, the whole history is not asked. */
const SURELY = 1.5;

/** What a step gains in the stretch between its neighbours, as if that were all there is. */
function localGain(series: Series, fit: Fit, at: number): number {
  const here = fit.changes[at]!;
  const from = Math.max(fit.changes[at - 1] ?? 0, here - VIEW);
  const to = Math.min(fit.changes[at + 1] ?? series.values.length, here + VIEW);
  const part = partOf(series, from, to, fit.slope);
  return gainOf(better(part, [here - from]), better(part, []));
}

function dropped(series: Series, path: Path, fit: Fit, at: number): Fit {
  if (fit.changes.length === 1) return path.none;
  return better(
    series,
    fit.changes.filter((_, i) => i !== at),
  );
}

/** The step to take out next: the least of those that gain too little, or that bound a passing stretch. */
function weakest(
  raw: Float64Array,
  changes: readonly number[],
  gains: readonly number[],
  needed: number,
  falseRate: number,
): number | null {
  const bounds = [0, ...changes, raw.length];
  const suspects = new Set<number>();
  for (let level = 0; level <= changes.length; level++) {
    if (isLasting(raw, bounds, level, falseRate)) continue;
    for (const change of [level - 1, level]) if (change >= 0 && change < changes.length) suspects.add(change);
  }
  const candidates = suspects.size > 0 ? [...suspects] : gains.map((_, i) => i);
  const least = candidates.reduce((a, b) => (gains[b]! < gains[a]! ? b : a));
  return suspects.size > 0 || gains[least]! < needed ? least : null;
}
