import { normal, type Random, seededRandom } from '../../src/core/random.ts';
import { storedEstimate } from '../../src/stats/between-runs.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

const DRAWS = 4000;

/** Relative standard deviation of the medians of runs. */
const RUN_SD = 0.01;

const SIDES = [
  [2, 2],
  [5, 2],
  [10, 3],
  [10, 10],
] as const;

/** How the medians of runs are distributed around the level. */
const NOISES: readonly { readonly name: string; readonly draw: (random: Random) => number }[] = [
  { name: 'log-normal', draw: normal },
  { name: 'heavy tails (t with 3 degrees of freedom)', draw: heavy },
  {
    name: 'one run in ten 10 % slower',
    draw: (random) => normal(random) + (random.below(10) === 0 ? 10 : 0),
  },
];

export interface StoredResult {
  readonly noise: string;
  readonly runs: readonly [baseline: number, candidate: number];
  /** By true change. */
  readonly called: readonly { readonly change: number; readonly rate: Rate }[];
}

const CHANGES = [0, 0.05, 0.1];

/** Stored runs of a baseline and a candidate, compared at a confidence of 99 % with δ = 2 %. */
export function simulateStored(share: number): StoredResult[] {
  return NOISES.flatMap(({ name, draw }, row) =>
    SIDES.map((runs, column): StoredResult => {
      const called = CHANGES.map((change, i) => {
        const random = seededRandom(90_000 + 100 * row + 10 * column + i);
        const side = (n: number, level: number): number[] =>
          Array.from({ length: n }, () => level * Math.exp(RUN_SD * draw(random)));
        const draws = Math.ceil(DRAWS * share);
        let hits = 0;
        for (let k = 0; k < draws; k++) {
          const judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' } as const;
          const { verdict } = storedEstimate(side(runs[0], 1), side(runs[1], 1 + change), judgement);
          if (verdict === 'regression' || verdict === 'improvement') hits++;
        }
        return { change, rate: { hits, draws } };
      });
      return { noise: name, runs, called };
    }),
  );
}

export function storedTable(results: readonly StoredResult[]): string {
  return markdownTable(
    [
      'runs differ by',
      'runs',
      ...CHANGES.map((change) => (change === 0 ? 'no change' : `+${change * 100} %`)),
    ],
    results.map(({ noise, runs, called }) => [
      noise,
      `${runs[0]} and ${runs[1]}`,
      ...called.map(({ rate }) => formatRate(rate)),
    ]),
    `Share called a regression or an improvement, of ${results[0]!.called[0]!.rate.draws.toLocaleString('en-US')} simulated pairs of histories a row; medians of runs vary by ${RUN_SD * 100} %.`,
  );
}

/** Student's t with three degrees of freedom, scaled to a variance of 1. */
function heavy(random: Random): number {
  const chi = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  return normal(random) / Math.sqrt(chi / 3) / Math.sqrt(3);
}
