import { normal, type Random } from '../../src/core/random.ts';
import { student3 } from './noise.ts';

/** A way in which a history without a step varies. */
export interface HistoryNoise {
  readonly name: string;
  readonly draw: (random: Random, count: number) => number[];
}

export const HISTORY_NOISES: readonly HistoryNoise[] = [
  { name: 'white', draw: autoregressive(0) },
  { name: 'AR(1), ρ = 0.3', draw: autoregressive(0.3) },
  { name: 'AR(1), ρ = 0.5', draw: autoregressive(0.5) },
  { name: 'AR(1), ρ = 0.8', draw: autoregressive(0.8) },
  { name: 'AR(1), ρ = 0.95', draw: autoregressive(0.95) },
  { name: 'random walk', draw: wandering(1, 0) },
  { name: 'random walk with steps of 0.05 under white noise of 1', draw: wandering(0.05, 1) },
  { name: 'random walk with steps of 0.1 under white noise of 1', draw: wandering(0.1, 1) },
  { name: 'random walk with steps of 0.3 under white noise of 1', draw: wandering(0.3, 1) },
  { name: "Student's t, 3 degrees of freedom", draw: (r, n) => list(n, () => student3(r)) },
  {
    name: 'white, one point in 20 delayed by up to 20',
    draw: (r, n) => list(n, () => normal(r) + (r.uniform() < 0.05 ? 20 * r.uniform() : 0)),
  },
  { name: 'log-normal, sd 1 of the logarithm', draw: (r, n) => list(n, () => Math.exp(normal(r))) },
  { name: 'white on a line that rises by 10', draw: (r, n) => list(n, (t) => (10 * t) / n + normal(r)) },
  { name: 'white, its sd grows from 1 to 5', draw: (r, n) => list(n, (t) => (1 + (4 * t) / n) * normal(r)) },
  { name: 'coin tosses', draw: (r, n) => list(n, () => r.below(2)) },
  { name: 'white, rounded to few values', draw: (r, n) => list(n, () => Math.round(0.6 * normal(r))) },
];

export function autoregressive(rho: number): HistoryNoise['draw'] {
  return (random, count) => {
    let state = normal(random);
    return list(count, (t) => {
      if (t > 0) state = rho * state + Math.sqrt(1 - rho * rho) * normal(random);
      return state;
    });
  };
}

function wandering(step: number, sd: number): HistoryNoise['draw'] {
  return (random, count) => {
    let level = 0;
    return list(count, () => {
      level += step * normal(random);
      return level + sd * normal(random);
    });
  };
}

function list(count: number, at: (t: number) => number): number[] {
  return Array.from({ length: count }, (_, t) => at(t));
}
