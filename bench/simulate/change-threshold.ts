import { seededRandom } from '../../src/core/random.ts';
import { gainOf, NEXT_STEP, neededGain } from '../../src/stats/change/evidence.ts';
import { prepare } from '../../src/stats/change/prepare.ts';
import { searchPath } from '../../src/stats/change/search.ts';
import { HISTORY_NOISES } from './change-noise.ts';
import { markdownTable } from './table.ts';

const LENGTHS = [8, 20, 50, 100, 200, 400, 800];
const DRAWS = 400;
/** The noises that decide: those of the other table that ask for least and for most. */
const DECIDING = ['white', 'AR(1), ρ = 0.5', 'AR(1), ρ = 0.95', 'random walk'];

/** What 99 % of histories without a step gain at most from steps: what `neededGain` was set from. */
export function thresholdTable(share: number): string {
  const draws = Math.ceil(DRAWS * share);
  const noises = HISTORY_NOISES.filter(
    ({ name }) => DECIDING.includes(name) || name.startsWith('random walk'),
  );
  const rows = noises.map(({ name, draw }, i) => [
    name,
    ...LENGTHS.map((n) => {
      const random = seededRandom(60_000 + 100 * i + n);
      const gains = Array.from({ length: draws }, () => mostGained(draw(random, n))).sort((a, b) => a - b);
      return gains[Math.ceil(0.99 * draws) - 1]!.toFixed(1);
    }),
  ]);
  const needed = ['needed at a rate of 1 %', ...LENGTHS.map((n) => `**${neededGain(n, 0.01).toFixed(1)}**`)];
  return markdownTable(
    ['99 % of gains, by points', ...LENGTHS.map(String)],
    [...rows, needed],
    `${draws} histories a cell, so each figure rests on the ${draws / 100} largest gains.`,
  );
}

function mostGained(values: readonly number[]): number {
  const prepared = prepare(new Float64Array(values));
  if (prepared === null) return 0;
  const { none, steps } = searchPath(prepared.series, NEXT_STEP);
  return steps.reduce(
    (most, fit) => Math.max(most, gainOf(fit, none) - (fit.changes.length - 1) * NEXT_STEP),
    0,
  );
}
