import { normal, type Random } from '../../src/core/random.ts';

/** A way in which the executions of one unchanged program differ, in the order in which they happen. */
export interface Noise {
  readonly name: string;
  readonly what: string;
  /** `count` execution times around 1, in order; `cv` is the scale, the sd of the logarithm where it has one. */
  readonly series: (random: Random, count: number, cv: number) => Float64Array;
}

export const LOG_NORMAL: Noise = {
  name: 'log-normal',
  what: 'exp(cv·z)',
  series: independent((random, cv) => Math.exp(cv * normal(random))),
};

export const NOISES: readonly Noise[] = [
  { name: 'normal', what: '1 + cv·z', series: independent((random, cv) => 1 + cv * normal(random)) },
  LOG_NORMAL,
  {
    name: 'heavy tails',
    what: "exp(cv·t), Student's t with 3 degrees of freedom",
    series: independent((random, cv) => Math.exp(cv * student3(random))),
  },
  {
    name: 'contaminated',
    what: 'log-normal; 1 execution in 20 is delayed by up to 20 cv',
    series: independent((random, cv) => {
      const delay = random.uniform() < 0.05 ? 20 * cv * random.uniform() : 0;
      return Math.exp(cv * normal(random)) + delay;
    }),
  },
  {
    name: 'drifting',
    what: 'log-normal on a line that rises by 10 cv and a random walk with steps of cv/5',
    series: (random, count, cv) => {
      let walk = 0;
      return new Float64Array(count).map((_, i) => {
        walk += (cv / 5) * normal(random);
        return Math.exp((10 * cv * i) / count + walk + cv * normal(random));
      });
    },
  },
  {
    name: 'autocorrelated',
    what: 'exp of an AR(1) process with φ = 0.9 and sd cv',
    series: (random, count, cv) => {
      let state = normal(random);
      return new Float64Array(count).map(() => {
        state = 0.9 * state + Math.sqrt(1 - 0.81) * normal(random);
        return Math.exp(cv * state);
      });
    },
  },
  {
    name: 'second is slower',
    what: 'log-normal; the second execution of each block takes 1 + cv as long',
    series: (random, count, cv) =>
      new Float64Array(count).map((_, i) => Math.exp(cv * normal(random)) * (1 + (i % 2) * cv)),
  },
  {
    name: 'coarse clock',
    what: 'log-normal, rounded to steps of cv: many ties',
    series: independent((random, cv) => Math.max(cv, Math.round(Math.exp(cv * normal(random)) / cv) * cv)),
  },
];

/** One value of Student's t with 3 degrees of freedom. */
export function student3(random: Random): number {
  const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  return normal(random) / Math.sqrt(squares / 3);
}

function independent(draw: (random: Random, cv: number) => number): Noise['series'] {
  return (random, count, cv) => new Float64Array(count).map(() => draw(random, cv));
}
