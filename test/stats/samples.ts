import fc from 'fast-check';
import type { Judgement } from '../../src/core/comparison.ts';
import { normal, type Random, seededRandom } from '../../src/core/random.ts';

/** The ordinary settings of one comparison of times. */
export const ORDINARY: Judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' };

/** `n` log-normal samples around `centre`. */
export function logNormal(random: Random, n: number, centre: number, cv: number): number[] {
  return Array.from({ length: n }, () => centre * Math.exp(cv * normal(random)));
}

/** Two sides of 10 to 40 pairs, from the tightly equal to the far apart. */
export const pairs = fc
  .record({
    seed: fc.nat(),
    n: fc.integer({ min: 10, max: 40 }),
    cv: fc.constantFrom(0.001, 0.01, 0.1),
    ratio: fc.constantFrom(0.5, 0.97, 0.99, 1, 1.01, 1.03, 2),
  })
  .map(({ seed, n, cv, ratio }) => {
    const random = seededRandom(seed);
    return { baseline: logNormal(random, n, 0.1, cv), candidate: logNormal(random, n, 0.1 * ratio, cv) };
  });

/** Whether two numbers agree to a relative 1e-9: rounding to the grid of ranks and to doubles, no more. */
export function near(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
