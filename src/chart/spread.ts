/**
 * Sideways offsets in [−1, 1] that keep dots of similar values apart: each dot's room is the density of
 * samples near its value (a sina plot: Sidiropoulos et al., "SinaPlot", JCGS 27(3), 2018), filled evenly by
 * the van der Corput sequence instead of random numbers, so that the same samples always draw the same.
 */
export function spread(values: readonly number[]): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  /** In bins from the lowest value, 0 to BINS. */
  const height = (value: number): number => (high > low ? ((value - low) / (high - low)) * BINS : 0);
  const density = smoothed(values.map((value) => Math.min(BINS - 1, Math.floor(height(value)))));
  const densest = Math.max(...density);
  const offsets = new Array<number>(values.length).fill(0);
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  order.forEach((index, rank) => {
    const room = interpolated(density, height(values[index]!)) / densest;
    offsets[index] = (2 * radicalInverse(rank + 1) - 1) * room;
  });
  return offsets;
}

/** Fine enough to show two modes, coarse enough that a few dozen samples fill several bins. */
const BINS = 30;

/** Counts per bin, smoothed with the weights 1, 2, 1. */
function smoothed(bins: readonly number[]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const bin of bins) counts[bin]!++;
  return counts.map((count, i) => (counts[i - 1] ?? 0) + 2 * count + (counts[i + 1] ?? 0));
}

/** Between the middles of two bins in proportion, so that the outline has no steps. */
function interpolated(density: readonly number[], height: number): number {
  const place = Math.min(BINS - 1, Math.max(0, height - 0.5));
  const below = Math.floor(place);
  const above = Math.min(BINS - 1, below + 1);
  return density[below]! + (density[above]! - density[below]!) * (place - below);
}

/** The binary digits of `n` mirrored at the point, in (0, 1). */
function radicalInverse(n: number): number {
  let result = 0;
  let digit = 0.5;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2), digit /= 2) {
    if (rest % 2 === 1) result += digit;
  }
  return result;
}
