import { normal, type Random } from '../../../src/core/random.ts';

/** `count` values of AR(1) noise with standard deviation 1 around `level`. */
export function noise(random: Random, count: number, { rho = 0, level = 100 } = {}): number[] {
  let state = normal(random);
  return Array.from({ length: count }, (_, t) => {
    if (t > 0) state = rho * state + Math.sqrt(1 - rho * rho) * normal(random);
    return level + state;
  });
}

/** The values with `size` added from `at` on. */
export function stepped(values: readonly number[], at: number, size: number): number[] {
  return values.map((value, t) => (t >= at ? value + size : value));
}

export function indices(found: { changePoints: readonly { index: number }[] }): number[] {
  return found.changePoints.map(({ index }) => index);
}

export function repeated(value: number, count: number): number[] {
  return Array.from({ length: count }, () => value);
}
