import { SHORTEST } from './candidates.ts';
import type { Fit, Series } from './fit.ts';
import { whiten } from './noise.ts';

/**
 * Where one more jump would explain most of what a fit leaves over, as its noise model weighs it: the score
 * statistic of a level shift at each point (de Jong and Penzer 1998). `null` where no point is far enough from
 * the jumps there are.
 */
export function scanJump(series: Series, fit: Fit): number | null {
  const n = series.values.length;
  const surprises = new Float64Array(n);
  whiten(fit.residual, fit.noise, surprises);
  // With weights squared the sum below is that of the weighted regression, but for the energy of the step.
  if (series.weights) for (let t = 0; t < n; t++) surprises[t]! *= series.weights[t]!;
  // What a jump looks like after whitening, once the filter has settled.
  const shape = new Float64Array(n);
  const unit = new Float64Array(n + SHORTEST).fill(1, SHORTEST);
  const filtered = new Float64Array(n + SHORTEST);
  whiten(unit, fit.noise, filtered);
  shape.set(filtered.subarray(SHORTEST));
  let best: number | null = null;
  let most = 0;
  const length = tailStart(shape);
  const { tail, energy } = tailSums(surprises, shape, length);
  for (let t = SHORTEST; t <= n - SHORTEST; t++) {
    if (fit.changes.some((change) => Math.abs(change - t) < SHORTEST)) continue;
    let sum = tail[Math.min(n, t + length)]!;
    const end = Math.min(n, t + length);
    for (let i = t; i < end; i++) sum += surprises[i]! * shape[i - t]!;
    const score = (sum * sum) / energy[n - t]!;
    if (score > most) {
      most = score;
      best = t;
    }
  }
  return best;
}

/** From where on the shape is constant to 0.1 % of its start. */
function tailStart(shape: Float64Array): number {
  const end = shape[shape.length - 1]!;
  let at = shape.length;
  while (at > 0 && Math.abs(shape[at - 1]! - end) < 1e-3 * Math.abs(shape[0]!)) at--;
  return at;
}

function tailSums(
  surprises: Float64Array,
  shape: Float64Array,
  _length: number,
): { tail: Float64Array; energy: Float64Array } {
  const n = surprises.length;
  const end = shape[n - 1]!;
  const tail = new Float64Array(n + 1);
  for (let t = n - 1; t >= 0; t--) tail[t] = tail[t + 1]! + surprises[t]! * end;
  const energy = new Float64Array(n + 1);
  for (let size = 1; size <= n; size++) energy[size] = energy[size - 1]! + shape[size - 1]! ** 2;
  return { tail, energy };
}
