import type { Judgement } from '../../src/core/comparison.ts';
import { type Random, seededRandom } from '../../src/core/random.ts';
import { type Pairs, sequentialCase } from '../../src/judge/interleaved.ts';
import { forecast } from '../../src/judge/noise.ts';
import { quantile } from '../../src/stats/descriptive.ts';
import { interleave } from './adaptive.ts';
import { NOISES } from './noise.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

const DRAWS = 150;
const KINDS = ['log-normal', 'heavy tails', 'contaminated', 'autocorrelated'];
const CVS = [0.003, 0.01, 0.03];

/** Of `assay noise --runs 5`: half of what it takes by default. */
const MEASURED_BLOCKS = 100;
const TRIALS = 200;
const FACTOR = 1.5;

/** Of `assay compare` at its defaults. */
const BLOCKS = { min: 10, max: 400 };
const JUDGEMENTS: ReadonlyMap<string, Judgement> = new Map([
  ['wall', { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' }],
]);

export interface ForecastResult {
  readonly noise: string;
  readonly cv: number;
  readonly forecasts: readonly number[];
  /** Half-widths that comparisons with samples of their own ended with, in the same order. */
  readonly achieved: readonly number[];
}

/** `assay noise`, then a comparison of equal programs on the same machine. */
export function simulateForecasts(share: number): ForecastResult[] {
  return KINDS.flatMap((name, row) =>
    CVS.map((cv, column): ForecastResult => {
      const random = seededRandom(100_000 + 10 * row + column);
      const { series } = NOISES.find((noise) => noise.name === name)!;
      const pairs = (blocks: number): Pairs => interleave(series(random, 2 * blocks, cv), random, 1);
      const draws = Math.ceil(DRAWS * share);
      const forecasts = Array.from({ length: draws }, () => foretold(pairs(MEASURED_BLOCKS), random));
      const achieved = Array.from({ length: draws }, () => compared(pairs(BLOCKS.max)));
      return { noise: name, cv, forecasts, achieved };
    }),
  );
}

function foretold(pairs: Pairs, random: Random): number {
  const budget = { judgements: JUDGEMENTS, minBlocks: BLOCKS.min, maxBlocks: BLOCKS.max };
  return forecast(new Map([['wall', pairs]]), budget, TRIALS, random).metrics.get('wall')!.halfWidth!;
}

function compared({ baseline, candidate }: Pairs): number {
  const test = sequentialCase(JUDGEMENTS, BLOCKS.min, BLOCKS.max);
  let blocks = BLOCKS.min;
  const soFar = (): Pairs => ({
    baseline: baseline.slice(0, blocks),
    candidate: candidate.slice(0, blocks),
  });
  while (blocks < BLOCKS.max && !test.settledAt(blocks, soFar)) blocks++;
  const [low, high] = test.decide(soFar).get('wall')!.estimate.interval;
  return (high! - low!) / 2;
}

export function forecastTable(results: readonly ForecastResult[]): string {
  const percent = (of: number): string => `${(of * 100).toFixed(2)} %`;
  const middle = (of: readonly number[]): string =>
    `${percent(quantile(of, 0.5))} [${percent(quantile(of, 0.1))}, ${percent(quantile(of, 0.9))}]`;
  return markdownTable(
    ['noise', 'cv', 'forecast', 'achieved', `within a factor of ${FACTOR}`],
    results.map(({ noise, cv, forecasts, achieved }) => [
      noise,
      `${cv * 100} %`,
      middle(forecasts),
      middle(achieved),
      formatRate(within(forecasts, achieved)),
    ]),
    `Half-widths: the median, and where eight of ten lie. Simulations of each row: ${results[0]!.achieved.length}.`,
  );
}

function within(forecasts: readonly number[], achieved: readonly number[]): Rate {
  const hits = forecasts.filter((forecast, i) => {
    const factor = achieved[i]! / forecast;
    return Math.max(factor, 1 / factor) <= FACTOR;
  }).length;
  return { hits, draws: forecasts.length };
}
