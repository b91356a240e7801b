import { seededRandom } from '../../src/core/random.ts';
import { adaptive, atLookInShort, type Budget, interleave } from './adaptive.ts';
import { LOG_NORMAL, NOISES, type Noise } from './noise.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

/** Chance of one or more false alarms in a run that the simulated user asked for: the default. */
export const ASKED = 0.01;

/**
 * So noisy that δ = 2 % stops hardly any false alarm: with 100 blocks the standard error is 1.4 %, and an estimate
 * that excludes 1 lies past δ anyway. Less noise alarms less often.
 */
const CV = 0.1;

const SIZES: readonly { readonly comparisons: number; readonly runs: number }[] = [
  { comparisons: 1, runs: 20_000 },
  { comparisons: 10, runs: 5_000 },
  { comparisons: 100, runs: 2_000 },
];

export interface FalseAlarms {
  readonly noise: string;
  readonly comparisons: number;
  /** Runs with at least one regression or improvement. */
  readonly alarmed: Rate;
}

/** Simulates A/A runs, each comparison with early stopping. `share` scales the number of runs. */
export function simulateFalseAlarms(share: number): FalseAlarms[] {
  return scenarios().flatMap(({ name, noise, time }, index) =>
    SIZES.map(({ comparisons, runs }) => ({
      noise: name,
      comparisons,
      alarmed: alarmedRuns(noise, comparisons, Math.ceil(runs * share), 1000 * index + comparisons, time),
    })),
  );
}

export function falseAlarmTable(results: readonly FalseAlarms[]): string {
  const noises = [...new Set(results.map(({ noise }) => noise))];
  const cell = (noise: string, comparisons: number): string =>
    formatRate(results.find((r) => r.noise === noise && r.comparisons === comparisons)!.alarmed);
  return markdownTable(
    ['noise', ...SIZES.map(({ comparisons }) => `${comparisons} compared`)],
    noises.map((noise) => [noise, ...SIZES.map(({ comparisons }) => cell(noise, comparisons))]),
    `Simulated runs: ${SIZES.map((s) => `${runsOf(results, s.comparisons)} of ${s.comparisons}`).join(', ')} comparisons for each noise.`,
  );
}

function runsOf(results: readonly FalseAlarms[], comparisons: number): string {
  return results.find((r) => r.comparisons === comparisons)!.alarmed.draws.toLocaleString('en-US');
}

function scenarios(): { name: string; noise: Noise; time?: number }[] {
  const all = NOISES.map((noise) => ({ name: noise.name, noise }));
  return [...all, { name: 'log-normal, budget of time', noise: LOG_NORMAL, time: 120 }];
}

function alarmedRuns(noise: Noise, comparisons: number, runs: number, seed: number, time?: number): Rate {
  const random = seededRandom(seed);
  const budget: Budget = {
    alpha: ASKED / comparisons,
    tolerance: 0.02,
    minBlocks: 10,
    maxBlocks: 100,
    ...(time === undefined ? {} : { time }),
  };
  let hits = 0;
  for (let run = 0; run < runs; run++) {
    let alarmed = false;
    for (let i = 0; i < comparisons; i++) {
      const blocks = interleave(noise.series(random, 2 * budget.maxBlocks, CV), random, 1);
      const { verdict } = adaptive(blocks, budget, atLookInShort).estimate;
      alarmed ||= verdict === 'regression' || verdict === 'improvement';
    }
    if (alarmed) hits++;
  }
  return { hits, draws: runs };
}
