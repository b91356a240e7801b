import { normal, type Random, seededRandom } from '../../src/core/random.ts';
import { independentEstimate } from '../../src/stats/independent.ts';
import { formatRate, type Rate } from './rate.ts';
import { markdownTable } from './table.ts';

const SAMPLES = 30;
const CV = 0.03;
const DRAWS = 20_000;

export interface IndependentResult {
  readonly change: number;
  readonly called: Rate;
}

/** Two files of 30 log-normal samples with a cv of 3 %, compared at a confidence of 99 %. */
export function simulateIndependent(share: number): IndependentResult[] {
  return [0, 0.02, 0.03, 0.05, 0.1].map((change, index) => {
    const random = seededRandom(7_000 + index);
    const draws = Math.ceil(DRAWS * share);
    let hits = 0;
    for (let i = 0; i < draws; i++) {
      const judgement = { tolerance: 0.02, alpha: 0.01, direction: 'lower', unit: 's' } as const;
      const { verdict } = independentEstimate(file(random, 1), file(random, 1 + change), judgement);
      if (verdict === 'regression' || verdict === 'improvement') hits++;
    }
    return { change, called: { hits, draws } };
  });
}

export function independentTable(results: readonly IndependentResult[]): string {
  return markdownTable(
    ['true change', 'called a regression or an improvement'],
    results.map(({ change, called }) => [`+${change * 100} %`, formatRate(called)]),
    `${results[0]!.called.draws.toLocaleString('en-US')} simulated pairs of files a row: ${SAMPLES} log-normal samples each, cv ${CV * 100} %.`,
  );
}

function file(random: Random, scale: number): number[] {
  return Array.from({ length: SAMPLES }, () => scale * Math.exp(CV * normal(random)));
}
